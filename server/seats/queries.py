"""Where a seat belongs."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.meeting import Meeting
from schemas.seat import Seat


async def way_back(session: AsyncSession, seat: Seat) -> str:
    """Where the name at the top of a page leads: staff to their boards, members to the room they sit in."""
    if seat.staff or seat.meeting_id is None:
        return "/boards" if seat.staff else "/"
    query = select(Meeting.public_id).where(Meeting.id == seat.meeting_id)
    return f"/m/{(await session.execute(query)).scalar_one()}"
