"""The discussion (tal sammen): who wants to say something, and what the coordinator notes down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref
from schemas.event import EventBase, event

NOTE_MAX = 4000


class Hand(SQLModel, table=True):
    """A raised hand: "Jeg vil gerne sige noget". `called_at` is set when it is their turn, `down_at` when they have
    spoken or step out of the queue."""

    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    meeting_id: int = ref("meeting.id")
    seat_id: int = ref("seat.id")
    raised_at: datetime = moment()
    called_at: datetime | None = moment(None)
    down_at: datetime | None = moment(None)


class Note(SQLModel, table=True):
    """What was said about an idea or a case at a meeting, as the coordinator wrote it down. Everybody there can read
    it."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "idea_id"),
        UniqueConstraint("meeting_id", "consultation_id"),
        CheckConstraint("num_nonnulls(idea_id, consultation_id) = 1", name="note_about"),
    )
    id: int = key()
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    idea_id: int | None = ref("idea.id", default=None, part_of=True)
    consultation_id: int | None = ref("consultation.id", default=None, part_of=True)
    text: str = Field(max_length=NOTE_MAX)
    version: int = 1
    written_at: datetime = moment()


@event
@dataclass(frozen=True)
class FocusMoved(EventBase):
    """The coordinator put an idea or a case in front of the room, or took it away."""

    meeting_id: int


@event
@dataclass(frozen=True)
class QueueMoved(EventBase):
    """Somebody joined or left the queue of speakers, or was called."""

    meeting_id: int


@event
@dataclass(frozen=True)
class NoteWritten(EventBase):
    """The coordinator noted down what was said."""

    meeting_id: int
    idea_id: int | None
    consultation_id: int | None = None
