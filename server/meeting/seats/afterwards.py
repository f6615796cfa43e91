"""Where a join link leads when its meeting is over: to what became of the ideas, and to the next meeting."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.meeting import Meeting
from schemas.minutes import Minutes
from server.core import clock
from server.meeting.seats.joining import WayIn


@dataclass(frozen=True)
class Afterwards:
    """What somebody with the link is told. Only whoever has a seat on the board is led on; others may come back with
    their return code. An old link lets nobody into the next meeting."""

    sits: bool
    """They have a seat on this board, or work there."""
    minutes: bool = False
    """There are minutes that they may read."""
    next: Meeting | None = None


async def load_afterwards(session: AsyncSession, at: WayIn) -> Afterwards | None:
    """What comes after the meeting of a join link; None while it is not over, at no cost. Two queries."""
    if not at.meeting.over:
        return None
    sits = at.occupant is not None and bool(at.occupant.key)
    read = select(Minutes.meeting_id).where(Minutes.meeting_id == at.meeting.id)
    read = read.where(col(Minutes.approved_version).is_not(None))
    minutes = sits and (await session.execute(read)).first() is not None
    ahead = select(Meeting).where(Meeting.board_id == at.board.id, col(Meeting.ended_at).is_(None))
    ahead = ahead.where(col(Meeting.starts_at) > clock.now()).order_by(col(Meeting.starts_at), col(Meeting.id)).limit(1)
    return Afterwards(sits, minutes, (await session.execute(ahead)).scalar_one_or_none())
