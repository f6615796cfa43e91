"""The words of FLOW's columns (schemas/flow.py): how far an idea has come, what is promised there, how it is shown."""

from enum import StrEnum


class Stage(StrEnum):
    """How far an idea has come, and whose turn it is."""

    WRITTEN = "written"
    """Nobody has chosen it yet."""
    CHOSEN = "chosen"
    """The board has; no leader has it yet."""
    ANSWER = "answer"
    """A leader is to answer."""
    WORK = "work"
    """Somebody said yes, and it is on the way."""
    REST = "rest"
    """It waits, here or elsewhere, and may come back."""
    DONE = "done"
    """It is carried out, as leaders say or as the board has felt."""
    DECLINED = "declined"
    GONE = "gone"
    """It is part of another, or was taken back: no longer put before anybody."""


class Promise(StrEnum):
    """What people were promised by a day (schemas/promises.py), the weightiest first."""

    ANSWER = "answer"
    TRIAL = "trial"
    """A trial has an end; then somebody says how it went."""
    HOLD = "hold"
    """An idea that waits is looked at again."""
    STEP = "step"
    """The next step is taken."""
    STALE = "stale"
    """Somebody tells how it goes."""

    @property
    def named(self) -> bool:
        """Whether people were told the day. Nobody said on which day they would tell how it goes."""
        return self is not Promise.STALE


class Tone(StrEnum):
    """The ground that a status stands on where it is shown."""

    PLAIN = "plain"
    BRAND = "brand"
    WAITING = "waiting"
    GOOD = "good"
    NOT = "not"


class Say(StrEnum):
    """What the words are that come with a change of status: the label of their field."""

    MORE = "more"
    """Welcome, and never asked for."""
    ANSWER = "answer"
    DONE = "done"
    SEEN = "seen"
    NOT_POSSIBLE = "not_possible"
    WAITS = "waits"
