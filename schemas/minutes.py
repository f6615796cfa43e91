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


class Minutes(SQLModel, table=True):
    """`parts` is the text, section by section, as it stands; `version` counts what was saved."""

    meeting_id: int = ref("meeting.id", primary=True)
    state: MinutesState = word(MinutesState, MinutesState.DRAFT)
    version: int = 1
    parts: list[dict[str, Any]] = Field(sa_type=JSONB)
    token: str = Field(max_length=43, unique=True)
    """The address under which approved minutes are read without a seat."""
    written_at: datetime = moment()
    approved_at: datetime | None = moment(None)
    approved_by: int | None = ref("seat.id", default=None)
    sent_at: datetime | None = moment(None)


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
