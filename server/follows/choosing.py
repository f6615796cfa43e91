"""What the links in mail are for: yes, no, less often, and nothing at all. They ask for no cookie."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.mail import DigestLine, Mail
from server import clock
from server.errors import NotFound
from server.follows.own import cover
from server.follows.queries import made_one
from server.mail import links
from server.parts import Parts


@dataclass
class Followed:
    """What a link in a mail is about. Neither the idea's words nor the address."""

    number: int | None
    """Of the idea; None for the link about all mail to an address."""
    ideas: int
    """How many ideas the address gets mail about, or has been asked about."""
    confirmed: bool
    weekly: bool


async def followed(parts: Parts, token: str) -> Followed | None:
    """What the link leads to; None when there is nothing, or no longer."""
    async with parts.database.snapshot() as session:
        found = await _found(session, parts, token)
        if found is None:
            return None
        count = select(func.count()).select_from(Follow).where(Follow.mail == found.mail)
        ideas = (await session.execute(count)).scalar_one()
        alone = found.token_hash == _hash(parts, token)
        number = (await session.get_one(Idea, found.idea_id)).number if alone else None
    return Followed(number, ideas, found.confirmed_at is not None, found.weekly)


async def say_yes(parts: Parts, token: str) -> None:
    """The address wants news: of this idea, and of all that the same seat asked for at this address, among them its own
    ideas that were shown since it asked. Raises NotFound for a link that is worth nothing."""
    async with parts.database.begin() as session:
        query = select(Follow).where(Follow.token_hash == _hash(parts, token)).with_for_update()
        follow = (await session.execute(query)).scalar_one_or_none()
        if follow is None:
            raise NotFound
        if follow.confirmed_at is not None:
            return
        follow.confirmed_at = clock.now()
        if follow.seat_id is None:
            return
        same = (col(Follow.seat_id) == follow.seat_id, col(Follow.mail) == follow.mail)
        since = (await session.execute(select(func.min(Follow.created_at)).where(*same))).scalar_one()
        waits = update(Follow).where(*same, col(Follow.confirmed_at).is_(None))
        await session.execute(waits.values(confirmed_at=follow.confirmed_at))
        await cover(session, parts.settings, col(Idea.shown_at) >= since, Idea.seat_id == follow.seat_id)


async def stop(parts: Parts, token: str) -> None:
    """No more mail about an idea, or about any when that is what the link is for; nothing is kept of the address. The
    same for a link that is worth nothing.

    Whoever follows several ideas that are one now gets one mail of them, and by this link no more."""
    async with parts.database.begin() as session:
        found = await _found(session, parts, token)
        if found is None or found.mail is None:
            return
        if found.token_hash != _hash(parts, token):
            await _forget(session, found.mail)
            return
        same = await made_one(session, found.idea_id)
        mail = found.mail
        await session.execute(delete(Follow).where(col(Follow.mail) == mail, col(Follow.idea_id).in_(same)))
        told = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_not(None))
        await session.execute(delete(DigestLine).where(*told, col(DigestLine.idea_id).in_(same)))
        away = [links.follow(parts.settings, idea, mail) for idea in same]
        await _unsend(session, mail, col(Mail.unsubscribe).in_(away))


async def stop_all(parts: Parts, token: str) -> None:
    """No more mail to the address that the link was sent to, whatever it is about."""
    async with parts.database.begin() as session:
        found = await _found(session, parts, token)
        if found is not None and found.mail is not None:
            await _forget(session, found.mail)


async def how_often(parts: Parts, token: str, *, weekly: bool) -> None:
    """One letter a week, or one for each change, for all that the address follows. Raises NotFound."""
    async with parts.database.begin() as session:
        found = await _found(session, parts, token)
        if found is None:
            raise NotFound
        await session.execute(update(Follow).where(col(Follow.mail) == found.mail).values(weekly=weekly))


async def _forget(session: AsyncSession, mail: str) -> None:
    await session.execute(delete(Follow).where(col(Follow.mail) == mail))
    told = (col(DigestLine.recipient) == mail, col(DigestLine.unsubscribe).is_not(None))
    await session.execute(delete(DigestLine).where(*told))
    await _unsend(session, mail, col(Mail.unsubscribe).is_not(None))


async def _unsend(session: AsyncSession, mail: str, which: ColumnElement[bool]) -> None:
    """What waits for the morning does not go either."""
    waits = (col(Mail.recipient) == mail, col(Mail.sent_at).is_(None))
    await session.execute(delete(Mail).where(*waits, which))


async def _found(session: AsyncSession, parts: Parts, token: str) -> Follow | None:
    """The follow that a link is about, or any of those of the address that it is about."""
    hashed = _hash(parts, token)
    query = select(Follow).where(or_(col(Follow.token_hash) == hashed, col(Follow.address_hash) == hashed))
    return (await session.execute(query.order_by(col(Follow.id)).limit(1))).scalars().first()


def _hash(parts: Parts, token: str) -> bytes:
    return keyed_hash(parts.settings.secret, token)
