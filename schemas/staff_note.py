"""Staff note: what leaders and coordinators say to each other about an idea. Members never see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref
from schemas.event import EventBase, event

STAFF_NOTE_MAX = 4000


class StaffNote(SQLModel, table=True):
    """`submission` is the browser's own id for it: sent twice, it is one note."""

    __tablename__ = "staff_note"
    __table_args__ = (UniqueConstraint("seat_id", "submission"),)
    id: int = key()
    idea_id: int = ref("idea.id")
    seat_id: int | None = ref("seat.id", default=None)
    submission: str = Field(max_length=64)
    at: datetime = moment()
    text: str = Field(max_length=STAFF_NOTE_MAX)


@event
@dataclass(frozen=True)
class StaffNoteWritten(EventBase):
    """A leader or coordinator wrote a note about an idea."""

    idea_id: int
