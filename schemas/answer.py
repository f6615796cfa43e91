"""Answer (svar fra ledelsen), owners, steps (næste skridt), and the record that each change of status leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.codes import new_public_id
from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event
from schemas.flow import FLOW, Rule, Status

MEMBER = "et medlem"
"""What everybody but staff reads instead of the name of somebody who has not said yes to be named. Shown through
`called` (server/core/translations.py)."""
ANSWER_MAX = 4000
STEP_MAX = 300


class Effect(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


class StatusChange(SQLModel, table=True):
    """Who moved an idea, when and why. Staff are named; members never are (`seat_id` stays empty)."""

    __tablename__ = "status_change"
    id: int = key()
    idea_id: int = ref("idea.id")
    status: Status = word(Status)
    at: datetime = moment()
    seat_id: int | None = ref("seat.id", default=None)
    name: str = Field(default="", max_length=200)
    """Who did it when they have no seat: an owner without an account."""
    text: str = Field(default="", max_length=ANSWER_MAX)
    place: str = Field(default="", max_length=STEP_MAX)
    day: date | None = None
    unit_id: int | None = ref("unit.id", default=None)
    other_id: int | None = ref("idea.id", default=None)
    effect: Effect | None = word(Effect, None)
    round_id: int | None = ref("round.id", default=None)
    """The round that moved it; None when a person did."""

    @property
    def rule(self) -> Rule:
        """The row of FLOW for the status that was set."""
        return FLOW[self.status]


class Answer(SQLModel, table=True):
    """The official answer, with the name, title and level of whoever gave it as they were on that day."""

    id: int = key()
    idea_id: int = ref("idea.id")
    change_id: int = ref("status_change.id")
    person_id: int | None = ref("person.id", default=None)
    name: str = Field(max_length=200)
    title: str = Field(max_length=200)
    level: str = Field(max_length=200)
    behalf: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """The leader in whose place a deputy gave it, by name; "" for a leader's own."""
    at: datetime = moment()
    text: str = Field(max_length=ANSWER_MAX)
    version: int = 1
    referral_id: int | None = ref("referral.id", default=None)
    """The referral that it answers; None for an answer by a leader of the board's own."""


class AnswerVersion(SQLModel, table=True):
    """An answer as it read before somebody edited it; `Answer` has the current words."""

    __tablename__ = "answer_version"
    answer_id: int = ref("answer.id", primary=True)
    version: int = Field(primary_key=True)
    person_id: int | None = ref("person.id", default=None)
    """Who wrote these words."""
    name: str = Field(max_length=200)
    at: datetime = moment()
    text: str = Field(max_length=ANSWER_MAX)


class Owner(SQLModel, table=True):
    """Someone who carries an idea; an idea may have two. Without an account they are only a name."""

    id: int = key()
    idea_id: int = ref("idea.id")
    person_id: int | None = ref("person.id", default=None)
    name: str = Field(max_length=200)
    mail: str = Field(default="", max_length=254)
    """Where their link is sent when they have no account."""
    token_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """The hash of the link that opens this one idea."""
    carries: bool = False
    """They take it from the meeting to a leader (`agreement.py`). Whoever the leader then gives it to has a row of
    their own."""
    named: bool = False
    """Whether everybody may read the name, and not staff alone. Somebody with an account always is named."""

    @property
    def public_name(self) -> str:
        """The name, as everybody but staff reads it."""
        return public_name(self.name, named=self.named or self.person_id is not None)


class Step(SQLModel, table=True):
    """A piece of the work, with a person and a date."""

    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    idea_id: int = ref("idea.id")
    text: str = Field(max_length=STEP_MAX)
    person: str = Field(max_length=200)
    day: date
    done_at: datetime | None = moment(None)
    named: bool = False
    """Whether everybody may read who takes it, and not staff alone."""

    @property
    def public_person(self) -> str:
        """Who takes it, as everybody but staff reads it."""
        return public_name(self.person, named=self.named)


def public_name(name: str, *, named: bool) -> str:
    """A name as everybody but staff reads it: the name itself only if it may be `named`."""
    return name if named else MEMBER


@event
@dataclass(frozen=True)
class AnswerGiven(EventBase):
    """A leader answered; followers get the news."""

    wakes = True

    idea_id: int
    answer_id: int
