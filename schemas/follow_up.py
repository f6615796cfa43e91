"""Follow-up (opfølgning): one question to the members about an idea that was carried out.

Answers are stored like ballots, under an HMAC keyed by the question's own secret. When the question closes they are
counted, what may be published is kept, and the answers and the secret are deleted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.act import PARTICIPANTS
from schemas.answer import Effect
from schemas.columns import after_loss, key, moment, ref, word
from schemas.event import EventBase, event
from schemas.flow import Status
from schemas.roles import STAFF
from schemas.secret import Secret, read_with

WORDS_MAX = 1000
OPEN_DAYS = 14
"""A question stays open until the end of the day this many days later."""
OPEN_MOST = timedelta(days=180)
"""A question that too few have answered waits for the board's next meeting, but no longer than this."""
DECIDED_FROM = 3
"""With fewer answers they have no effect, and none of their words are shown."""
ASKED = PARTICIPANTS - STAFF
"""Who is asked. Leaders vote like everybody else, but do not confirm what leaders say is done."""


class Question(StrEnum):
    FELT = "felt"
    """ "Kan I mærke det?" Asked when a leader says that it is done."""
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
"""The answers that each question takes."""
FELT_OF = frozenset({Status.DONE})
EFFECT_OF = frozenset({Status.DONE, Status.CONFIRMED, Status.EVALUATED})
ABOUT: dict[Question, frozenset[Status]] = {
    Question.FELT: FELT_OF,
    Question.EFFECT_3: EFFECT_OF,
    Question.EFFECT_12: EFFECT_OF,
}
"""The statuses in which an idea is asked about; once it has left them, the question no longer makes sense."""


def felt(yes: int, no: int) -> bool | None:
    """What the members decided: the majority of at least DECIDED_FROM answers; None for fewer, and for a tie."""
    return None if yes + no < DECIDED_FROM or yes == no else yes > no


class FollowUp(SQLModel, table=True):
    """One question about one idea. `change_id` is the status change it asks about, so an idea that is done a second
    time is asked about again."""

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
    counts: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """The answers counted, set when it closes and only if they may be published."""
    after_loss: bool = after_loss()

    if TYPE_CHECKING:

        @property
        def secret(self) -> bytes | None:
            """Keys the HMAC of who answers; deleted in the transaction that closes the question."""


read_with(FollowUp, "secret", Secret.follow_up_id)


class FollowUpAnswer(SQLModel, table=True):
    """One answer. Exists only while its question is open."""

    __tablename__ = "follow_up_answer"
    follow_up_id: int = ref("follow_up.id", primary=True)
    voter: bytes = Field(primary_key=True, sa_type=LargeBinary)
    answer: str = Field(max_length=20)
    """A `Felt` for FELT, an `Effect` for the others."""
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
