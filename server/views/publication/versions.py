"""The number of a board's open page goes up with every change that strangers could see, in the same transaction: pages
that servers keep in memory are kept under it."""

from sqlalchemy import text

from schemas.comment import CommentHidden, CommentWritten
from schemas.discussion import FocusMoved, NoteWritten, QueueMoved
from schemas.event import EventBase
from schemas.idea import IdeaProposed
from schemas.meeting import BoundLifted, BoundReached, DoorMoved, TimerSet, VotingSet, WallTurned
from schemas.round import ResultStepped
from schemas.screening import ScreeningMoved, ScreeningTold
from schemas.seat import SeatChanged, SeatJoined, SeatReturned
from schemas.staff_note import StaffNoteWritten
from schemas.table import TableMoved
from server.core.change import Change

NEXT = text("UPDATE publication SET version = version + 1 WHERE board_id = :board")
UNSEEN: frozenset[type[EventBase]] = frozenset(
    {
        *(SeatJoined, SeatReturned, SeatChanged, DoorMoved, TimerSet, WallTurned, VotingSet, ResultStepped),
        *(FocusMoved, QueueMoved, NoteWritten, StaffNoteWritten, CommentWritten, CommentHidden, IdeaProposed),
        *(BoundReached, BoundLifted, ScreeningTold, TableMoved),
    }
)
"""Events that change nothing that strangers read. A new kind of event counts unless it is put here."""


async def next_version(change: Change) -> None:
    """Count a change. It costs nothing on a board that never had an open page, nor when strangers see nothing of what
    happened."""
    if change.board.published and any(_seen(happened) for happened in change.events):
        await change.session.execute(NEXT, {"board": change.board.id})


def _seen(happened: EventBase) -> bool:
    """Whether strangers see anything of it. What comes to be looked at they do not, but how it ends they count."""
    return happened.counted if isinstance(happened, ScreeningMoved) else type(happened) not in UNSEEN
