"""Screening (gennemsyn): what somebody wrote, as those who moderate look at it before or after others can read it.

Words that wait are hidden (`Idea.hidden_at`, `Comment.hidden_at`), so whatever leaves out what is hidden leaves them
out too. Nothing but a screening that ended well shows them. What was decided is kept without a word of what it was
about (`ScreeningLine`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary
from sqlmodel import Field, SQLModel

from schemas.belonging import N_
from schemas.codes import new_public_id
from schemas.columns import key, moment, ref, word
from schemas.comment import HIDDEN_REASON_MAX
from schemas.event import EventBase, event
from schemas.idea import TEXT_MAX, TITLE_MAX

SAME = N_("Det samme er skrevet før. Vi læser og viser det én gang.")
"""The message of words that are put away only because somebody wrote the same before, and by which they are known."""


class Verdict(StrEnum):
    """Where a screening stands."""

    WAITING = "waiting"
    ASKED = "asked"
    CORRECTED = "corrected"
    SHOWN = "shown"
    REFUSED = "refused"


@dataclass(frozen=True)
class VerdictRule:
    """What holds while a screening stands so. `open`: those who moderate are to decide. `writers`: its writer is to do
    something. `hides`: nobody else reads the words, whatever the meeting moderates. `counted`: it stands in the numbers
    that everybody may read."""

    open: bool = False
    writers: bool = False
    hides: bool = False
    counted: bool = False


VERDICTS = {
    Verdict.WAITING: VerdictRule(open=True),
    Verdict.ASKED: VerdictRule(writers=True, hides=True),
    Verdict.CORRECTED: VerdictRule(writers=True),
    Verdict.SHOWN: VerdictRule(counted=True),
    Verdict.REFUSED: VerdictRule(hides=True, counted=True),
}


class ScreeningDeed(StrEnum):
    """What happened to a screening, for its log."""

    CAME = "came"
    """The words came, or came again in other words."""
    SHOWN = "shown"
    ASKED = "asked"
    """Its writer was asked for other words."""
    CORRECTED = "corrected"
    """Other words were proposed to its writer."""
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    """Its writer said yes or no to those."""
    MOVED = "moved"
    REFUSED = "refused"


class Screening(SQLModel, table=True):
    """There is one for each idea or comment that was written where somebody moderates; `version` goes up with each
    deed, so that two who decide at once do not undo each other."""

    __table_args__ = (CheckConstraint("num_nonnulls(idea_id, comment_id) = 1", name="screening_of"),)
    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    idea_id: int | None = Field(
        default=None, foreign_key="idea.id", ondelete="CASCADE", unique=True, sa_type=BigInteger
    )
    comment_id: int | None = Field(
        default=None, foreign_key="comment.id", ondelete="CASCADE", unique=True, sa_type=BigInteger
    )
    verdict: Verdict = word(Verdict, Verdict.WAITING)
    since: datetime = moment()
    """Since when it stands so."""
    version: int = 1
    looks: str = Field(default="", max_length=20)
    """What the guard says the words look like (`schemas/individual_case.py`); "" for nothing."""
    rule: int | None = None
    """The number of the rule that it was refused by. None too if it was put away without one: the same words stand
    there already, or it was closed for its writer."""
    message: str = Field(default="", max_length=HIDDEN_REASON_MAX)
    """What those who moderate wrote to its writer."""
    likeness: bytes = Field(default=b"", sa_type=LargeBinary, sa_column_kwargs={"server_default": ""})
    """Of its letters and figures: the same words, however they are spaced, are looked at once."""
    title: str = Field(default="", max_length=TITLE_MAX)
    text: str = Field(default="", max_length=TEXT_MAX)
    """The words that its writer is asked to say yes to, while it is CORRECTED; `title` is "" for a comment."""

    @property
    def held(self) -> VerdictRule:
        """VERDICTS' row for where it stands."""
        return VERDICTS[self.verdict]

    @property
    def folded(self) -> bool:
        """Whether it was put away because somebody else wrote the same."""
        return self.verdict is Verdict.REFUSED and self.rule is None and self.message == SAME


class ScreeningLine(SQLModel, table=True):
    """One line of the log: what was done when, and never a word of what it was about."""

    __tablename__ = "screening_line"
    id: int = key()
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    screening_id: int | None = ref("screening.id", default=None)
    at: datetime = moment()
    seat_id: int | None = ref("seat.id", default=None)
    """Who moderated; None for what its writer did."""
    deed: ScreeningDeed = word(ScreeningDeed)
    rule: int | None = None


@event
@dataclass(frozen=True)
class ScreeningMoved(EventBase):
    """Something came to be looked at, or somebody decided about it."""

    screening_id: int
    meeting_id: int
    counted: bool = True
    """Whether a number changes that everybody may read."""


@event
@dataclass(frozen=True)
class ScreeningTold(EventBase):
    """Somebody is to know of a screening at once: its writer was asked or refused, or it has waited for long and all
    who moderate are to see it."""

    wakes = True

    screening_id: int
    meeting_id: int


@event
@dataclass(frozen=True)
class WrittenAgain(EventBase):
    """One more person wrote what others can read already; told once for each who did."""

    idea_id: int
