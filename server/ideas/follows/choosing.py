"""What the links in mail are for: saying yes or no, choosing how often, and stopping all mail. They need no cookie."""

from dataclasses import dataclass

from sqlalchemy import delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.seat import Seat
from server.core import clock
from server.core.errors import NotFound
from server.core.runtime import Runtime
from server.ideas.follows.forgetting import forget_address, let_go
from server.ideas.follows.own import cover
from server.ideas.follows.queries import made_one
from server.mail.erase_address import erase_address


@dataclass
class Followed:
    """What a link in a mail is about, without the idea's text and without the address."""

    number: int | None
    """The number of the idea; None for one that others cannot see yet, and for a link about all mail to an address."""
    alone: bool
    """Whether the link is about one idea."""
    ideas: int
    """How many ideas the address gets mail about, or would get if it confirmed."""
    confirmed: bool
    weekly: bool


async def followed(runtime: Runtime, token: str) -> Followed | None:
    """What a link is about; None if it is about nothing, or no longer."""
    async with runtime.database.snapshot() as session:
        found = await _follow_of_link(session, runtime, token)
        if found is None:
            return None
        count = select(func.count()).select_from(Follow).where(Follow.mail == found.mail)
        ideas = (await session.execute(count)).scalar_one()
        alone = found.token_hash == _hashed(runtime, token)
        number = (await session.get_one(Idea, found.idea_id)).number if alone else None
    return Followed(number, alone, ideas, found.confirmed_at is not None, found.weekly)


async def say_yes(runtime: Runtime, token: str) -> None:
    """Confirm that an address wants news: about this idea, about all others that the same seat asked for at this
    address, and about the seat's own ideas that were shown since it asked. It replaces the address that the seat had
    for these ideas before. Raises NotFound for a link that does not work."""
    async with runtime.database.begin() as session:
        query = select(Follow).join(Seat, col(Seat.id) == Follow.seat_id, isouter=True)
        query = query.where(Follow.token_hash == _hashed(runtime, token), col(Seat.removed_at).is_(None))
        query = query.with_for_update(of=Follow)
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
        unconfirmed = update(Follow).where(*same, col(Follow.confirmed_at).is_(None))
        await session.execute(unconfirmed.values(confirmed_at=follow.confirmed_at))
        now_here = select(Follow.idea_id).where(*same)
        elsewhere = or_(col(Follow.mail).is_(None), col(Follow.mail) != follow.mail)
        replaced = (col(Follow.seat_id) == follow.seat_id, col(Follow.idea_id).in_(now_here), elsewhere)
        await session.execute(delete(Follow).where(*replaced))
        await cover(session, runtime.settings, col(Idea.shown_at) >= since, Idea.seat_id == follow.seat_id)


async def stop(runtime: Runtime, token: str) -> None:
    """Stop mail about an idea or, if the link is for that, about all of them, and forget the address. Does nothing for
    a link that does not work.

    Ideas that have been merged into one are stopped together, since their follower gets one mail about them."""
    async with runtime.database.begin() as session:
        found = await _follow_of_link(session, runtime, token)
        if found is None or found.mail is None:
            return
        if found.token_hash != _hashed(runtime, token):
            await forget_address(session, found.mail)
            return
        same = await made_one(session, found.idea_id)
        mail = found.mail
        await session.execute(delete(Follow).where(col(Follow.mail) == mail, col(Follow.idea_id).in_(same)))
        await let_go(session, runtime.settings, mail, same)


async def stop_all(runtime: Runtime, token: str) -> None:
    """Stop all mail to the address that the link was sent to, whatever the link is about."""
    async with runtime.database.begin() as session:
        found = await _follow_of_link(session, runtime, token)
        if found is not None and found.mail is not None:
            await forget_address(session, found.mail)


async def erase(runtime: Runtime, token: str) -> None:
    """Erase the address that the link was sent to, with all that is kept of it. Does nothing for a link that does not
    work. Raises Away where the ledger cannot be written."""
    async with runtime.database.snapshot() as session:
        found = await _follow_of_link(session, runtime, token)
    if found is not None and found.mail is not None:
        await erase_address(runtime, found.mail)


async def how_often(runtime: Runtime, token: str, *, weekly: bool) -> None:
    """Choose one letter a week, or one for each change, for everything that the address follows. Raises NotFound for a
    link that does not work."""
    async with runtime.database.begin() as session:
        found = await _follow_of_link(session, runtime, token)
        if found is None:
            raise NotFound
        await session.execute(update(Follow).where(col(Follow.mail) == found.mail).values(weekly=weekly))


async def _follow_of_link(session: AsyncSession, runtime: Runtime, token: str) -> Follow | None:
    """The follow that a link is about. If it is about an address, one of that address's follows, if possible a
    confirmed one."""
    hashed = _hashed(runtime, token)
    query = (
        select(Follow).join(Seat, col(Seat.id) == Follow.seat_id, isouter=True).where(col(Seat.removed_at).is_(None))
    )
    query = query.where(or_(col(Follow.token_hash) == hashed, col(Follow.address_hash) == hashed))
    yes_first = query.order_by(col(Follow.confirmed_at).is_(None), col(Follow.id))
    return (await session.execute(yes_first.limit(1))).scalars().first()


def _hashed(runtime: Runtime, token: str) -> bytes:
    return keyed_hash(runtime.settings.secret, token)
