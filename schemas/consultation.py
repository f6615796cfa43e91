"""Consultation (høring): a case that a body puts to a board, with a date. The board talks about it at a meeting, and
what its approved minutes say goes back to the body."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Field, SQLModel

from schemas.codes import new_public_id, new_token
from schemas.columns import key, moment, ref
from schemas.event import EventBase, event
from schemas.idea import TEXT_MAX, TITLE_MAX
from schemas.promises import late
from schemas.unit import UNIT_NAME_MAX

CAME_OF_MAX = 1000


class Consultation(SQLModel, table=True):
    """One case. It is open until it was answered or withdrawn; its words do not change."""

    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    board_id: int = ref("board.id")
    unit_id: int | None = ref("unit.id", default=None)
    """The body that asks."""
    body: str = Field(max_length=UNIT_NAME_MAX)
    """Its name, in the words of that time."""
    title: str = Field(max_length=TITLE_MAX)
    text: str = Field(default="", max_length=TEXT_MAX)
    put_by: int | None = ref("person.id", default=None)
    put_at: datetime = moment()
    reply_by: date
    token: str = Field(default_factory=new_token, max_length=43, unique=True)
    """The secret part of the address at which the body reads the answer without an account."""
    meeting_id: int | None = ref("meeting.id", default=None)
    """The meeting whose minutes the answer stands in."""
    answer: str = Field(default="", max_length=TEXT_MAX)
    """What the board answers; a draft until the minutes are approved."""
    answered_at: datetime | None = moment(None)
    """When the minutes with the answer were approved, and it went back to the body."""
    came_of: str = Field(default="", max_length=CAME_OF_MAX)
    """What came of it, in the words of the body or of a coordinator."""
    came_at: datetime | None = moment(None)
    withdrawn_at: datetime | None = moment(None)

    @property
    def open(self) -> bool:
        """Whether it waits for the board's answer."""
        return self.answered_at is None and self.withdrawn_at is None

    def late_at(self, now: datetime) -> bool:
        """Whether the answer should have been there by now."""
        return self.open and late(self.reply_by, now)

    @property
    def in_time(self) -> bool:
        """Whether the answer came by the date."""
        return self.answered_at is not None and not late(self.reply_by, self.answered_at)


@event
@dataclass(frozen=True)
class ConsultationChanged(EventBase):
    """A case was put to the board, got words for an answer, was answered or was withdrawn; or words about it can
    be read no more, since somebody was erased."""

    consultation_id: int
