"""Stopping mail to an address, including what is waiting to be sent."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.follow import Follow
from schemas.mail import DigestLine, Mail
from schemas.seat import Seat
from server.core.settings import Settings
from server.ideas.follows.queries import made_one
from server.mail import links


async def let_go(session: AsyncSession, settings: Settings, mail: str, ideas: Sequence[int]) -> None:
    """Delete whatever is waiting to be sent to an address about these ideas, which have been merged into one: lines of
    the weekly letter, and letters that wait for the morning. Does nothing while the address still follows any of them.
    """
    left = select(Follow.id).where(Follow.mail == mail, col(Follow.idea_id).in_(ideas)).limit(1)
    if (await session.execute(left)).first() is not None:
        return
    for_members = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_not(None))
    await session.execute(delete(DigestLine).where(*for_members, col(DigestLine.idea_id).in_(ideas)))
    stop_links = [links.follow(settings, idea, mail) for idea in ideas]
    await _unsend(session, mail, col(Mail.unsubscribe).in_(stop_links))


async def forget_member(session: AsyncSession, settings: Settings, seat: Seat) -> None:
    """Stop all mail that a removed seat asked for, and forget its addresses, with whatever is waiting to be sent. If
    another seat asked for mail to the same address, that continues."""
    mine = select(Follow.mail, Follow.idea_id).where(Follow.seat_id == seat.id, col(Follow.mail).is_not(None))
    asked = sorted((mail or "", idea) for mail, idea in (await session.execute(mine)).all())
    await session.execute(delete(Follow).where(col(Follow.seat_id) == seat.id))
    for mail, idea in asked:
        await let_go(session, settings, mail, await made_one(session, idea))


async def forget_address(session: AsyncSession, mail: str) -> None:
    """Stop all mail to an address that members asked for, with whatever is waiting to be sent."""
    await session.execute(delete(Follow).where(col(Follow.mail) == mail))
    for_members = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_not(None))
    await session.execute(delete(DigestLine).where(*for_members))
    await _unsend(session, mail, col(Mail.unsubscribe).is_not(None))


async def _unsend(session: AsyncSession, mail: str, which: ColumnElement[bool]) -> None:
    unsent = (col(Mail.recipient) == mail, col(Mail.sent_at).is_(None))
    await session.execute(delete(Mail).where(*unsent, which))
