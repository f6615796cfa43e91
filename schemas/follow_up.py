"""Follow-up (opfølgning): members are asked one question about an idea that was carried out.

Answers are kept like ballots, under an HMAC keyed by the question's own secret. When it closes they are counted, what
may be told is kept, and answers and secret go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.act import PARTICIPANTS
from schemas.answer import Effect
from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event
from schemas.flow import Status
from schemas.roles import STAFF

WORDS_MAX = 1000
OPEN_DAYS = 14
"""A question is open to the end of the day that is so many days on."""
OPEN_MOST = timedelta(days=180)
"""One that too few have answered waits for the board's next meeting, but no longer than this."""
DECIDED_FROM = 3
"""With fewer answers nothing follows from them and none of their words are told."""
ASKED = PARTICIPANTS - STAFF
"""Who is asked. A leader votes with all others, but does not confirm what leaders say is done."""


class Question(StrEnum):
    FELT = "felt"
    """ "Kan I mærke det?" Asked when leaders say that it is done."""
    EFFECT_3 = "effect_3"
    """ "Hjalp det?" three months later."""
    EFFECT_12 = "effect_12"


class Felt(StrEnum):
    YES = "yes"
    NO = "no"


ANSWERS: dict[Question, tuple[str, ...]] = {
    Question.FELT: tuple(Felt),
    Question.EFFECT_3: tuple(Effect),
    Question.EFFECT_12: tuple(Effect),
}
"""What may be answered."""
FELT_OF = frozenset({Status.DONE})
EFFECT_OF = frozenset({Status.DONE, Status.CONFIRMED, Status.EVALUATED})
ABOUT: dict[Question, frozenset[Status]] = {
    Question.FELT: FELT_OF,
    Question.EFFECT_3: EFFECT_OF,
    Question.EFFECT_12: EFFECT_OF,
}
"""In which statuses an idea is asked about; once it has left them, the question has no object."""


def felt(yes: int, no: int) -> bool | None:
    """What the members' answers decide: the majority of at least three; None while they decide nothing."""
    return None if yes + no < DECIDED_FROM or yes == no else yes > no


class FollowUp(SQLModel, table=True):
    """One question about one idea. `change_id` is the line it asks about: done a second time, it is asked again."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("change_id", "question"),)
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    idea_id: int = ref("idea.id")
    change_id: int = ref("status_change.id")
    question: Question = word(Question)
    asked_at: datetime = moment()
    closes_at: datetime = moment()
    closed_at: datetime | None = moment(None)
    secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    counts: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """What was answered, once closed and where it may be told."""


class FollowUpAnswer(SQLModel, table=True):
    """One answer. Exists only while its question is open."""

    __tablename__ = "follow_up_answer"
    follow_up_id: int = ref("follow_up.id", primary=True)
    voter: bytes = Field(primary_key=True, sa_type=LargeBinary)
    answer: str = Field(max_length=20)
    """yes or no to FELT; an `Effect` to the others."""
    words: str = Field(default="", max_length=WORDS_MAX)


@event
@dataclass(frozen=True)
class FollowUpAsked(EventBase):
    """Members are asked about an idea."""

    follow_up_id: int
    idea_id: int


@event
@dataclass(frozen=True)
class FollowUpClosed(EventBase):
    """The question was closed and counted."""

    wakes = True

    follow_up_id: int
    idea_id: int
