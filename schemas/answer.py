"""Answer (svar fra ledelsen), owners, steps (næste skridt), and the line that each change of status leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event
from schemas.flow import Status

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
    text: str = Field(default="", max_length=ANSWER_MAX)
    place: str = Field(default="", max_length=STEP_MAX)
    day: date | None = None
    unit_id: int | None = ref("unit.id", default=None)
    other_id: int | None = ref("idea.id", default=None)
    effect: Effect | None = word(Effect, None)
    round_id: int | None = ref("round.id", default=None)
    """The round that moved it; empty when people did."""


class Answer(SQLModel, table=True):
    """The official answer: name, title, level, date and reason as they were when it was given."""

    id: int = key()
    idea_id: int = ref("idea.id")
    change_id: int = ref("status_change.id")
    person_id: int | None = ref("person.id", default=None)
    name: str = Field(max_length=200)
    title: str = Field(max_length=200)
    level: str = Field(max_length=200)
    at: datetime = moment()
    text: str = Field(max_length=ANSWER_MAX)


class Owner(SQLModel, table=True):
    """Someone who carries an idea; there may be two. Perhaps without an account: then only a name."""

    id: int = key()
    idea_id: int = ref("idea.id")
    person_id: int | None = ref("person.id", default=None)
    name: str = Field(max_length=200)
    carries: bool = False
    """They take it from the meeting to a leader; whom a leader then gives it to is another line. See `agreement.py`."""


class Step(SQLModel, table=True):
    """A dated piece of the work with a person on it."""

    id: int = key()
    idea_id: int = ref("idea.id")
    text: str = Field(max_length=STEP_MAX)
    person: str = Field(max_length=200)
    day: date
    done_at: datetime | None = moment(None)


@event
@dataclass(frozen=True)
class AnswerGiven(EventBase):
    """A leader answered; those who asked for it are told."""

    wakes = True

    idea_id: int
    answer_id: int
