"""Which browser has a seat, and where a seat's pages lead back to."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.runtime import Runtime


async def sits_on(runtime: Runtime, browser: BrowserSession | None, seat_id: int | None) -> bool:
    """Whether a browser has that seat, and the seat has not been removed."""
    if browser is None or seat_id is None:
        return False
    query = select(Seat.id).join(SessionSeat, col(SessionSeat.seat_id) == Seat.id)
    query = query.where(SessionSeat.session_id == browser.id, Seat.id == seat_id, col(Seat.removed_at).is_(None))
    async with runtime.database.snapshot() as session:
        return (await session.execute(query)).first() is not None


async def way_back(session: AsyncSession, seat: Seat) -> str:
    """Where a page leads back to: for staff their boards, for members the room of their meeting."""
    if seat.staff or seat.meeting_id is None:
        return "/boards" if seat.staff else "/"
    query = select(Meeting.public_id).where(Meeting.id == seat.meeting_id)
    return f"/m/{(await session.execute(query)).scalar_one()}"
