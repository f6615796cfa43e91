"""How a seat ends: for whoever is removed, and for whoever is erased."""

from sqlalchemy import delete
from sqlmodel import col

from schemas.seat import Seat
from schemas.session import SessionSeat
from server.core.change import Change
from server.core.seat_hooks import MEMBER_FORGOTTEN
from server.core.seating import take_away
from server.core.settings import Settings
from server.meeting.invitations.forgetting import forget_guest


async def end_seat(change: Change, settings: Settings, seat: Seat) -> None:
    """Within a change, end a seat; its open pages are closed within two seconds, and its person gets no more news.

    Its ideas stay, and so do its secret answers: its ballot, and what it answered to "Blev du hørt?" and to questions
    about ideas. If those were deleted, comparing a number before and after would reveal whether it had answered, and
    what. From now on it can do nothing more, since neither `change` nor the ballot box accepts a removed seat."""
    seat.return_hash, seat.nonce = None, None
    await take_away(change, seat)
    await MEMBER_FORGOTTEN(change.session, settings, seat)
    await forget_guest(change.session, settings, seat)
    await change.session.execute(delete(SessionSeat).where(col(SessionSeat.seat_id) == seat.id))
