"""Erasing somebody from a list, and an address from all of them."""

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from schemas.mail import Mail
from schemas.member import Member
from schemas.seat import Seat
from server.core.change import Change
from server.core.erasing import ADDRESSES, AddressErased, Erasing
from server.core.settings import Settings
from server.meeting.members.contact import forget, withdraw_claim

ADDRESSES.append("SELECT mail FROM member WHERE mail <> ''")
ADDRESSES.append("SELECT new_mail FROM member WHERE new_mail <> ''")


async def erase_member(change: Change, erasing: Erasing) -> None:
    """Delete their row of the list: not even that their organisation had a seat stays, since in a small one that tells
    who. What was written to an address that had not said yes goes too, for somebody else may read it."""
    theirs = or_(col(Member.seat_id) == erasing.seat.id, _at(list(erasing.addresses)))
    query = select(Member).where(Member.board_id == change.board.id, theirs)
    for member in (await change.session.execute(query)).scalars().all():
        if member.new_mail:
            unsent = (col(Mail.recipient) == member.new_mail, col(Mail.sent_at).is_(None))
            await change.session.execute(delete(Mail).where(*unsent, col(Mail.unsubscribe).is_(None)))
        await change.session.delete(member)
    await change.session.flush()


def _at(addresses: list[str]) -> ColumnElement[bool]:
    return or_(col(Member.mail).in_(addresses), col(Member.new_mail).in_(addresses))


async def erase_from_lists(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Forget an address on every list. Whoever had it stays there, and is not asked by mail any more; whoever was only
    asked to be is on it no longer."""
    found = (await session.execute(select(Member).where(_at([erased.mail])))).scalars().all()
    for member in found:
        if member.yes_at is None:
            await session.delete(member)
        elif member.mail == erased.mail:
            forget(member)
        else:
            withdraw_claim(member)
    erased.found["member"] += len(found)


async def unseat(session: AsyncSession, _: Settings, seat: Seat) -> None:
    """A coordinator removed a seat: whoever had it stays on the list, which has its own way off, and takes another seat
    with their next invitation."""
    query = select(Member).where(Member.seat_id == seat.id)
    for member in (await session.execute(query)).scalars().all():
        member.seat_id = None
