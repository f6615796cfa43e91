"""The values in FLOW's columns (schemas/flow.py): how far an idea has come, what is promised, how it is shown."""

from enum import StrEnum


class Stage(StrEnum):
    """How far an idea has come, and whose turn it is."""

    WRITTEN = "written"
    """Nobody has chosen it yet."""
    CHOSEN = "chosen"
    """The board has chosen it; no leader has it yet."""
    ANSWER = "answer"
    """It waits for a leader's answer."""
    WORK = "work"
    """Somebody said yes, and it is on the way."""
    REST = "rest"
    """It waits, here or elsewhere, and may come back."""
    DONE = "done"
    """It has been carried out, as a leader says or as the board has felt."""
    TOLD = "told"
    """It was a question, and has been answered."""
    DECLINED = "declined"
    HEARD = "heard"
    """A meeting has taken note of it, and nobody is to act on it."""
    GONE = "gone"
    """It is part of another idea or was withdrawn; nobody is to act on it."""


class Promise(StrEnum):
    """What people are promised by a certain day (schemas/promises.py), the weightiest first."""

    ANSWER = "answer"
    REPLY = "reply"
    """The body that was asked answers."""
    TRIAL = "trial"
    """A trial ends, and somebody says how it went."""
    HOLD = "hold"
    """An idea on hold is looked at again."""
    STEP = "step"
    """The next step is taken."""
    STALE = "stale"
    """There is news of how it is going."""

    @property
    def named(self) -> bool:
        """Whether people were told the day. Nobody said on which day they would tell how it goes."""
        return self is not Promise.STALE


class Tone(StrEnum):
    """The background colour of a status's label."""

    PLAIN = "plain"
    BRAND = "brand"
    WAITING = "waiting"
    GOOD = "good"
    NOT = "not"


class Say(StrEnum):
    """What the text given with a change of status is: the label of its field."""

    MORE = "more"
    """Optional."""
    ANSWER = "answer"
    DONE = "done"
    SEEN = "seen"
    NOT_POSSIBLE = "not_possible"
    WAITS = "waits"
