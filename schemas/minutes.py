"""Minutes (referat): what a meeting came to, written by itself when it closes, then edited, approved and sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import moment, ref, word
from schemas.event import EventBase, event


class MinutesState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


class PartKey(StrEnum):
    """The sections, in the order in which they are written."""

    HEAD = "head"
    SINCE = "since"
    IDEAS = "ideas"
    DISCUSSED = "discussed"
    RESULT = "result"
    AGREED = "agreed"
    CARRIED = "carried"
    HEARD = "heard"
    OTHER = "other"


WORDS_MAX = 4000
"""What a coordinator may add to one section."""


class Minutes(SQLModel, table=True):
    """`parts` is the text, section by section, as it stands: {"key", "shown", "words", "rows", …}. `words` are the
    coordinator's own; the rest holds ids and numbers, and what ideas say is read from their own tables. `version`
    counts what was saved. Others than staff read version `approved_version`, whatever was changed since."""

    meeting_id: int = ref("meeting.id", primary=True)
    state: MinutesState = word(MinutesState, MinutesState.DRAFT)
    version: int = 1
    parts: list[dict[str, Any]] = Field(sa_type=JSONB)
    token: str = Field(max_length=43, unique=True)
    """The address under which approved minutes are read without a seat."""
    written_at: datetime = moment()
    approved_at: datetime | None = moment(None)
    approved_by: int | None = ref("seat.id", default=None)
    approved_version: int | None = None
    corrected_at: datetime | None = moment(None)
    """When another version was approved after the first."""
    edited_at: datetime | None = moment(None)
    edited_by: int | None = ref("seat.id", default=None)
    """Who saved `version`; nobody has when it was written by itself."""
    sent_at: datetime | None = moment(None)

    @property
    def public(self) -> bool:
        """Whether others than staff may read it."""
        return self.approved_version is not None

    @property
    def pending(self) -> bool:
        """Whether what stands now has not been approved."""
        return self.version != self.approved_version


class MinutesVersion(SQLModel, table=True):
    """The minutes as they read before somebody changed them."""

    __tablename__ = "minutes_version"
    meeting_id: int = ref("meeting.id", primary=True)
    version: int = Field(primary_key=True)
    parts: list[dict[str, Any]] = Field(sa_type=JSONB)
    at: datetime = moment()
    seat_id: int | None = ref("seat.id", default=None)
    """Who had written them so; nobody for what was written by itself."""


@event
@dataclass(frozen=True)
class MinutesChanged(EventBase):
    """The minutes of a meeting were written, edited, approved or sent."""

    meeting_id: int
