"""An awaited seat whose browser came back without the cookie: it goes again (see server/core/seating.py)."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.change import changing_in


async def turn_back(session: AsyncSession, meeting: Meeting, public_id: str) -> None:
    """Let an awaited seat of a meeting go, because its browser has come back without the cookie. Its invitation may be
    used again, by a browser that keeps one. Nothing for a seat that counts. The board is locked, as by whatever takes a
    seat up or sits down on it: one of the two finds what the other did."""
    query = select(Seat).where(Seat.meeting_id == meeting.id, Seat.public_id == public_id)
    query = query.where(col(Seat.awaited_since).is_not(None))
    if (await session.execute(query)).scalar_one_or_none() is None:
        return  # looked at without the lock: many pages are opened by old addresses
    async with changing_in(session, meeting.board_id):
        now = query.with_for_update().execution_options(populate_existing=True)
        seat = (await session.execute(now)).scalar_one_or_none()
        if seat is None:
            return
        used = update(Invitation).where(col(Invitation.seat_id) == seat.id)
        await session.execute(used.values(used_at=None, seat_id=None, name=seat.name))
        sat = select(SessionSeat.session_id).where(SessionSeat.seat_id == seat.id)
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id).in_(sat)))
        await session.execute(delete(Seat).where(col(Seat.id) == seat.id))
