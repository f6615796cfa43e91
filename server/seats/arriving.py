"""A seat counts when its browser has come back with the cookie that it was given. Until then it is only awaited, and it
goes again where the cookie never comes: some programs that read QR codes open pages in a window that keeps none."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.seat import Seat, SeatJoined
from schemas.session import BrowserSession, SessionSeat
from server.change import Change, change_board, change_in
from server.errors import NotFound
from server.parts import Parts

HELD = {"key_share": True}
"""A row of a seat that is read so stays, until the transaction ends: `prune` passes it by."""


async def arrived(parts: Parts, seat: Seat) -> None:
    """The cookie of a seat's browser has come back: from now on the seat counts. Raises NotFound where it has gone
    meanwhile."""
    async with change_board(parts, seat.board_id) as board:
        held = await board.session.get(Seat, seat.id, with_for_update=HELD)
        if held is None or held.removed_at is not None:
            raise NotFound
        take_up(board, held)
    seat.awaited_since = None


def take_up(board: Change, seat: Seat) -> None:
    """The same as a part of a change; nothing for a seat that counts already."""
    if seat.awaited_since is not None:
        seat.awaited_since = None
        board.tell(SeatJoined(seat.id))


async def turn_back(session: AsyncSession, meeting: Meeting, public_id: str) -> None:
    """Let an awaited seat of a meeting go, because its browser has come back without the cookie. Its invitation may be
    used again, by a browser that keeps one. Nothing for a seat that counts. The board is locked, as by whatever takes a
    seat up or sits down on it: one of the two finds what the other did."""
    query = select(Seat).where(Seat.meeting_id == meeting.id, Seat.public_id == public_id)
    query = query.where(col(Seat.awaited_since).is_not(None))
    if (await session.execute(query)).scalar_one_or_none() is None:
        return  # looked at without the lock: many pages are opened by old addresses
    async with change_in(session, meeting.board_id):
        now = query.with_for_update().execution_options(populate_existing=True)
        seat = (await session.execute(now)).scalar_one_or_none()
        if seat is None:
            return
        used = update(Invitation).where(col(Invitation.seat_id) == seat.id)
        await session.execute(used.values(used_at=None, seat_id=None, name=seat.name))
        sat = select(SessionSeat.session_id).where(SessionSeat.seat_id == seat.id)
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id).in_(sat)))
        await session.execute(delete(Seat).where(col(Seat.id) == seat.id))
