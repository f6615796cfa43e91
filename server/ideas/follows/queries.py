"""Who follows an idea, also when ideas were merged. The merges are looked up each time rather than copied into follows,
so that undoing one restores exactly what was before."""

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.follow import Follow
from schemas.seat import Seat
from server.ideas.ideas.story_parts import Own

if TYPE_CHECKING:
    from server.ideas.ideas.queries import Story

PARTS = text("""
WITH RECURSIVE part AS (
    SELECT id FROM idea WHERE id = :idea
    UNION SELECT idea.id FROM idea JOIN part ON idea.merged_into_id = part.id WHERE idea.status = 'merged'
) SELECT id FROM part
""")
SAME = text("""
WITH RECURSIVE part AS (
    SELECT id, merged_into_id, status FROM idea WHERE id = :idea
    UNION SELECT idea.id, idea.merged_into_id, idea.status FROM idea JOIN part
    ON (idea.merged_into_id = part.id AND idea.status = 'merged')
    OR (part.merged_into_id = idea.id AND part.status = 'merged')
) SELECT id FROM part
""")


async def followers(session: AsyncSession, idea_id: int | None) -> list[Follow]:
    """The confirmed follows by mail of an idea and of those merged into it, one per address, preferably of the idea
    itself. Leaves out removed seats."""
    ideas = list((await session.execute(PARTS, {"idea": idea_id})).scalars())
    asked = select(Follow).join(Seat, col(Seat.id) == Follow.seat_id, isouter=True)
    asked = asked.where(col(Follow.confirmed_at).is_not(None), col(Follow.mail).is_not(None))
    asked = asked.where(col(Follow.idea_id).in_(ideas), col(Seat.removed_at).is_(None))
    own_first = asked.order_by((col(Follow.idea_id) == idea_id).desc(), col(Follow.id))
    found: dict[str, Follow] = {}
    for follow in (await session.execute(own_first)).scalars():
        found.setdefault(follow.mail or "", follow)
    return list(found.values())


async def made_one(session: AsyncSession, idea_id: int) -> list[int]:
    """The ids of all ideas that are merged into one with this idea, including its own."""
    return list((await session.execute(SAME, {"idea": idea_id})).scalars())


async def follows(session: AsyncSession, seat_id: int | None, idea_id: int | None) -> Follow | None:
    """How a seat follows an idea, preferably by a confirmed address; None if it has not asked to. Proposers follow
    their own ideas without asking."""
    query = select(Follow).where(Follow.seat_id == seat_id, Follow.idea_id == idea_id)
    by_mail = query.order_by(col(Follow.confirmed_at).is_(None), col(Follow.id)).limit(1)
    return (await session.execute(by_mail)).scalar_one_or_none()


async def known_address(session: AsyncSession, seat_id: int | None) -> Follow | None:
    """The newest follow by which a seat has given an address, preferably a confirmed one; None if it never has."""
    query = select(Follow).where(Follow.seat_id == seat_id, col(Follow.mail).is_not(None))
    newest = query.order_by(col(Follow.confirmed_at).is_(None), col(Follow.id).desc()).limit(1)
    return (await session.execute(newest)).scalar_one_or_none()


async def load_own(session: AsyncSession, seat: Seat, story: "Story") -> Own:
    """How the visitor follows an idea, and the follow by which we have their address from another idea, unless they
    gave one for this. For its page; one query, since what one seat follows is bounded."""
    query = select(Follow).where(Follow.seat_id == seat.id)
    query = query.where((col(Follow.idea_id) == story.idea.id) | col(Follow.mail).is_not(None))
    found = (await session.execute(query.order_by(col(Follow.confirmed_at).is_(None), col(Follow.id)))).scalars().all()
    here = [each for each in found if each.idea_id == story.idea.id]
    given = any(each.mail is not None for each in here)
    follow, known = next(iter(here), None), None if given else next((each for each in found if each.mail), None)
    return Own({"follows_it": follow, "known_address": known}, acted=bool(found))
