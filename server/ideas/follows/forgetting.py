"""Not writing any more: what waits for an address goes too."""

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
    """An address follows none of these ideas, which are one now, any longer: neither the weekly letter nor one that
    waits for the morning tells of them. Nothing is done while it still follows any."""
    left = select(Follow.id).where(Follow.mail == mail, col(Follow.idea_id).in_(ideas)).limit(1)
    if (await session.execute(left)).first() is not None:
        return
    told = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_not(None))
    await session.execute(delete(DigestLine).where(*told, col(DigestLine.idea_id).in_(ideas)))
    away = [links.follow(settings, idea, mail) for idea in ideas]
    await _unsend(session, mail, col(Mail.unsubscribe).in_(away))


async def forget_member(session: AsyncSession, settings: Settings, seat: Seat) -> None:
    """Somebody's seat was taken away: they hear no more of the board, and where they were reached is forgotten; with it
    goes what waits for them. An address that somebody else on the board asked for too goes on for them."""
    mine = select(Follow.mail, Follow.idea_id).where(Follow.seat_id == seat.id, col(Follow.mail).is_not(None))
    asked = sorted((mail or "", idea) for mail, idea in (await session.execute(mine)).all())
    await session.execute(delete(Follow).where(col(Follow.seat_id) == seat.id))
    for mail, idea in asked:
        await let_go(session, settings, mail, await made_one(session, idea))


async def forget_address(session: AsyncSession, mail: str) -> None:
    """Nothing more to an address of what members asked for."""
    await session.execute(delete(Follow).where(col(Follow.mail) == mail))
    told = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_not(None))
    await session.execute(delete(DigestLine).where(*told))
    await _unsend(session, mail, col(Mail.unsubscribe).is_not(None))


async def _unsend(session: AsyncSession, mail: str, which: ColumnElement[bool]) -> None:
    waits = (col(Mail.recipient) == mail, col(Mail.sent_at).is_(None))
    await session.execute(delete(Mail).where(*waits, which))
