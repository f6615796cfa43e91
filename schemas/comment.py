"""Comment (kommentar): what somebody added to an idea, or to a case that a body has put to the board."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref
from schemas.event import EventBase, event

COMMENT_MAX = 4000
HIDDEN_REASON_MAX = 300


class Comment(SQLModel, table=True):
    """`submission` is the browser's own id: sent twice, it is one comment. A hidden comment can be read only by its
    author, along with the reason. It is about one thing: an idea, or a case."""

    __table_args__ = (
        UniqueConstraint("seat_id", "submission"),
        CheckConstraint("num_nonnulls(idea_id, consultation_id) = 1", name="comment_about"),
    )
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int = ref("meeting.id")
    idea_id: int | None = ref("idea.id", default=None, part_of=True)
    consultation_id: int | None = ref("consultation.id", default=None, part_of=True)
    seat_id: int | None = ref("seat.id", default=None)
    submission: str = Field(max_length=64)
    text: str = Field(max_length=COMMENT_MAX)
    written_at: datetime = moment()
    hidden_at: datetime | None = moment(None)
    hidden_reason: str = Field(default="", max_length=HIDDEN_REASON_MAX)


@event
@dataclass(frozen=True)
class CommentWritten(EventBase):
    """Somebody added to an idea, or to a case."""

    idea_id: int | None
    comment_id: int
    consultation_id: int | None = None


@event
@dataclass(frozen=True)
class CommentHidden(EventBase):
    """A coordinator hid a comment, or showed it again."""

    idea_id: int | None
    comment_id: int
    consultation_id: int | None = None
