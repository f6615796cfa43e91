"""Minutes (referat): what a meeting came to, written automatically when it closes, then edited, approved and sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event


class MinutesState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


class PartKey(StrEnum):
    """The sections, in the order in which they are written."""

    HEAD = "head"
    ASKED = "asked"
    """What other bodies had asked, and what the board answers."""
    AGENDA = "agenda"
    """The items of its agenda in their order, each with what was decided."""
    QUESTIONS = "questions"
    """Where questions stand in a queue: what became of each."""
    AGREED = "agreed"
    RESULT = "result"
    SINCE = "since"
    DISCUSSED = "discussed"
    CARRIED = "carried"
    HEARD = "heard"
    IDEAS = "ideas"
    OTHER = "other"


WORDS_MAX = 4000
"""Characters that a coordinator may add to one section."""
LINE_MAX = 1000
"""Characters that may stand instead of one line."""


class Minutes(SQLModel, table=True):
    """`parts` is the current text, section by section: {"key", "shown", "words", "rows", "said", …}. `words` are the
    coordinator's own; the rest holds ids and numbers, and the text of ideas is read from their own tables. `said` names
    the corrected lines: the id of the idea (or the name of a fact), with that of its `MinutesLine`. `version`
    goes up with each save. Everybody but staff reads version `approved_version`, whatever has been changed since."""

    meeting_id: int = ref("meeting.id", primary=True)
    state: MinutesState = word(MinutesState, MinutesState.DRAFT)
    version: int = 1
    parts: list[dict[str, Any]] = Field(sa_type=JSONB)
    token: str = Field(max_length=43, unique=True)
    """The secret part of the address at which approved minutes can be read without a seat."""
    written_at: datetime = moment()
    approved_at: datetime | None = moment(None)
    approved_by: int | None = ref("seat.id", default=None)
    approved_version: int | None = None
    corrected_at: datetime | None = moment(None)
    """When a later version was approved; None while only the first has been."""
    edited_at: datetime | None = moment(None)
    edited_by: int | None = ref("seat.id", default=None)
    """Who saved `version`; None if it was written automatically."""
    sent_at: datetime | None = moment(None)

    @property
    def public(self) -> bool:
        """Whether anybody but staff may read it."""
        return self.approved_version is not None

    @property
    def sent(self) -> bool:
        """Whether the approved version was sent."""
        return self.state is MinutesState.SENT

    @property
    def pending(self) -> bool:
        """Whether the current text still has to be approved."""
        return self.version != self.approved_version


class MinutesVersion(SQLModel, table=True):
    """The minutes as they read before somebody edited them."""

    __tablename__ = "minutes_version"
    meeting_id: int = ref("meeting.id", primary=True)
    version: int = Field(primary_key=True)
    parts: list[dict[str, Any]] = Field(sa_type=JSONB)
    at: datetime = moment()
    seat_id: int | None = ref("seat.id", default=None)
    """Who wrote this version; None if it was written automatically."""


class MinutesLine(SQLModel, table=True):
    """A coordinator's words instead of one line of the minutes. They hang on the line's idea: hidden with it, and
    deleted with it from every version. A row never changes; another correction is another row."""

    __tablename__ = "minutes_line"
    id: int = key()
    meeting_id: int = ref("meeting.id")
    idea_id: int | None = Field(default=None, foreign_key="idea.id", index=True, sa_type=BigInteger, ondelete="CASCADE")
    """None for a line about no idea, such as how many came."""
    text: str = Field(max_length=LINE_MAX)


def version_of(minutes: Minutes) -> MinutesVersion:
    """The minutes as they read now, to be kept when they are written anew."""
    return MinutesVersion(
        meeting_id=minutes.meeting_id,
        version=minutes.version,
        parts=minutes.parts,
        at=minutes.edited_at or minutes.written_at,
        seat_id=minutes.edited_by,
    )


@event
@dataclass(frozen=True)
class MinutesChanged(EventBase):
    """The minutes of a meeting were written, edited, approved or sent."""

    meeting_id: int
