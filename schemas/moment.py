"""Moment (hændelse på tidslinjen): what happened to an idea other than a change of status."""

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
    """The answer was so late that the idea went one unit up. `name`: the new leader; `day`: the new date."""
    NOBODY_ABOVE = "nobody_above"
    """The same, but there is no leader further up."""
    NEW_LEADER = "new_leader"
    """Whoever was to answer is no longer the leader. `name`: who answers now."""
    ATTENTION = "attention"
    """The proposer asked for attention."""
    ADDED = "added"
    """The proposer added to the text."""
    ANSWER_EDITED = "answer_edited"
    NEWS = "news"
    """An owner or leader wrote a line about how it is going."""
    STEP_PLANNED = "step_planned"
    STEP_CHANGED = "step_changed"
    """Its text, person or day."""
    STEP_DONE = "step_done"
    STEP_AGAIN = "step_again"
    """It had not been taken after all."""
    STEP_LATE = "step_late"
    OWNER_NEW = "owner_new"
    OWNER_LEFT = "owner_left"
    ASKED_FELT = "asked_felt"
    """Members were asked whether they can feel it. `day`: the last day to answer."""
    FELT = "felt"
    """What members answered, if it did not change the idea's status."""
    ASKED_EFFECT = "asked_effect"
    EFFECT = "effect"
    DISCUSSED = "discussed"
    """It was discussed at the meeting, aloud or in comments. Never a row: it is read from the notes and comments."""


class Moment(SQLModel, table=True):
    """One entry on an idea's timeline. Staff are named (`seat_id`, or `name` if they have no seat); members never are.

    `submission` is the browser's own id for what a member sent: sent twice, it is one entry."""

    __table_args__ = (UniqueConstraint("idea_id", "submission"),)
    id: int = key()
    idea_id: int = ref("idea.id")
    kind: MomentKind = word(MomentKind)
    at: datetime = moment()
    seat_id: int | None = ref("seat.id", default=None)
    name: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=MOMENT_MAX)
    """Somebody's own words, or the step that it is about."""
    day: date | None = None
    number: int | None = None
    """How many days late it was, or how many people answered."""
    submission: str | None = Field(default=None, max_length=64)
    written_by: int | None = ref("seat.id", default=None)
    """The member whose words they are, so that they can see and erase them; shown to nobody else."""
    before_id: int | None = ref("person.id", default=None)
    """The leader from whom it went up (ESCALATED); shown to nobody, and counted."""


@event
@dataclass(frozen=True)
class MomentAdded(EventBase):
    """Something was put on an idea's timeline."""

    wakes = True

    idea_id: int
    moment_id: int
