"""Moment (hændelse på tidslinjen): what happened to an idea besides a change of status."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.event import EventBase, event

MOMENT_MAX = 4000


class MomentKind(StrEnum):
    ESCALATED = "escalated"
    """The answer was late for so long that the idea went one unit up. `name`: the new leader; `day`: the new date."""
    NOBODY_ABOVE = "nobody_above"
    """The same, where nobody is above."""
    NEW_LEADER = "new_leader"
    """Whoever was to answer is leader no more. `name`: who answers now."""
    ATTENTION = "attention"
    """Its proposer asked for attention."""
    ADDED = "added"
    """Its proposer added words."""
    ANSWER_EDITED = "answer_edited"
    NEWS = "news"
    """An owner or leader told in a line how it goes."""
    STEP_PLANNED = "step_planned"
    STEP_CHANGED = "step_changed"
    """Its words, person or day."""
    STEP_DONE = "step_done"
    STEP_AGAIN = "step_again"
    """It was not taken after all."""
    STEP_LATE = "step_late"
    OWNER_NEW = "owner_new"
    OWNER_LEFT = "owner_left"
    ASKED_FELT = "asked_felt"
    """Members were asked whether they can feel it. `day`: until when."""
    FELT = "felt"
    """What members answered, where it did not move the idea."""
    ASKED_EFFECT = "asked_effect"
    EFFECT = "effect"
    DISCUSSED = "discussed"
    """It was talked about at the meeting, or written about. Never a row: notes and comments say so themselves."""


class Moment(SQLModel, table=True):
    """One line of an idea's timeline. Staff are named (`seat_id`, or `name` for one without a seat); members never.

    `submission` is the browser's own id of what a member sent: sent again, it is the same line."""

    __table_args__ = (UniqueConstraint("idea_id", "submission"),)
    id: int = key()
    idea_id: int = ref("idea.id")
    kind: MomentKind = word(MomentKind)
    at: datetime = moment()
    seat_id: int | None = ref("seat.id", default=None)
    name: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=MOMENT_MAX)
    """In somebody's own words, or the step it is about."""
    day: date | None = None
    number: int | None = None
    """How many days late, how many answered."""
    submission: str | None = Field(default=None, max_length=64)


@event
@dataclass(frozen=True)
class MomentAdded(EventBase):
    """Something was put on an idea's timeline."""

    wakes = True

    idea_id: int
    moment_id: int
