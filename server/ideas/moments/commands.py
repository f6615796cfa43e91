"""Adding a line to an idea's timeline that is not a change of status."""

from typing import Any

from sqlmodel import col

from schemas.bounds import Bounded
from schemas.idea import Idea
from schemas.moment import Moment, MomentAdded, MomentKind
from server.core.bounds import hold
from server.core.change import Change
from server.ideas.moments.erasing import OWN

WRITTEN = frozenset(
    {
        *(MomentKind.ADDED, MomentKind.NEWS),
        *(MomentKind.STEP_PLANNED, MomentKind.STEP_CHANGED, MomentKind.STEP_DONE, MomentKind.STEP_AGAIN),
    }
)
"""The kinds that people can add as often as they like, and so need a limit. The others come from what the system does.
"""


async def add_moment(change: Change, idea: Idea, kind: MomentKind, **line: Any) -> Moment:
    """Add a line to an idea's timeline, within a change. `line` has further columns of Moment (name, text, day,
    number).

    The line names staff, by their seat, but never members, nor staff as the author of an idea. Raises Full if people
    have added too many of that kind.
    """
    by_staff = change.seat is not None and change.seat.staff and kind not in OWN
    seat_id = change.by.id if by_staff else None
    if kind in WRITTEN:
        bound = Bounded.ADDED if kind is MomentKind.ADDED else Bounded.MOMENTS
        await hold(change.session, bound, col(Moment.idea_id) == idea.id, col(Moment.kind) == kind)
    moment = Moment(idea_id=idea.id, kind=kind, at=change.now, seat_id=seat_id, **line)
    change.session.add(moment)
    await change.session.flush()
    change.tell(MomentAdded(idea.id, moment.id))
    return moment
