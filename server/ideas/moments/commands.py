"""Putting something on an idea's timeline that is no change of status."""

from typing import Any

from sqlmodel import col

from schemas.bounds import Bounded
from schemas.idea import Idea
from schemas.moment import Moment, MomentAdded, MomentKind
from server.core.bounds import hold
from server.core.change import Change

WRITTEN = frozenset(
    {
        *(MomentKind.ADDED, MomentKind.NEWS),
        *(MomentKind.STEP_PLANNED, MomentKind.STEP_CHANGED, MomentKind.STEP_DONE, MomentKind.STEP_AGAIN),
    }
)
"""What people leave as often as they like; the rest comes of itself, and is never too much."""


async def add_moment(change: Change, idea: Idea, kind: MomentKind, **line: Any) -> Moment:
    """Leave a line on the timeline, as a part of a change; `line` has the columns of Moment (name, text, day, number).

    Staff are named by their seat; members never are, whatever they did. Raises Full where people have left many.
    """
    seat_id = change.seat.id if change.seat is not None and change.seat.staff else None
    if kind in WRITTEN:
        bound = Bounded.ADDED if kind is MomentKind.ADDED else Bounded.MOMENTS
        await hold(change.session, bound, col(Moment.idea_id) == idea.id, col(Moment.kind) == kind)
    told = Moment(idea_id=idea.id, kind=kind, at=change.now, seat_id=seat_id, **line)
    change.session.add(told)
    await change.session.flush()
    change.tell(MomentAdded(idea.id, told.id))
    return told
