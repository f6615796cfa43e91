"""Erasing invitations: the address, the name that was written, and the letters."""

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from schemas.invitation import Invitation
from schemas.mail import Mail
from server.core.change import Change
from server.core.erasing import ADDRESSES, AddressErased, Erasing
from server.core.settings import Settings
from server.meeting.invitations.telling import stop_link

ADDRESSES.append("SELECT mail FROM invitation WHERE mail <> ''")


async def erase_invitations(change: Change, erasing: Erasing) -> None:
    """Delete the invitations by which they came, and any other to their address on the board."""
    theirs = or_(col(Invitation.seat_id) == erasing.seat.id, col(Invitation.mail).in_(erasing.addresses))
    await _delete(change.session, erasing.settings, theirs, col(Invitation.board_id) == change.board.id)


async def erase_invited(session: AsyncSession, settings: Settings, erased: AddressErased) -> None:
    """Delete every invitation to an address."""
    erased.found["invitation"] += await _delete(session, settings, col(Invitation.mail) == erased.mail)


async def _delete(session: AsyncSession, settings: Settings, *which: ColumnElement[bool]) -> int:
    found = (await session.execute(select(Invitation).where(*which))).scalars().all()
    letters = col(Mail.unsubscribe).in_([stop_link(settings, one) for one in found if one.mail])
    await session.execute(delete(Mail).where(letters))
    await session.execute(delete(Invitation).where(col(Invitation.id).in_([one.id for one in found])))
    return len(found)
