"""Putting something on an idea's timeline that is no change of status."""

from typing import Any

from schemas.idea import Idea
from schemas.moment import Moment, MomentAdded, MomentKind
from server.change import Change


async def add_moment(board: Change, idea: Idea, kind: MomentKind, **line: Any) -> Moment:
    """Leave a line on the timeline, as a part of a change; `line` has the columns of Moment (name, text, day, number).

    Staff are named by their seat; members never are, whatever they did.
    """
    seat_id = board.seat.id if board.seat is not None and board.seat.staff else None
    told = Moment(idea_id=idea.id, kind=kind, at=board.now, seat_id=seat_id, **line)
    board.session.add(told)
    await board.session.flush()
    board.tell(MomentAdded(idea.id, told.id))
    return told
