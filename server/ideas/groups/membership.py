"""Which ideas are in a group. A group is deleted once fewer than two ideas are in it or could come back to it.

An idea that is merged into another leaves its group, and its `Merge` remembers which one. The group is kept for it, out
of sight while only one idea is left in it, so that undoing the merge restores everything.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from schemas.group import IdeaGroup, Merge
from schemas.idea import Idea, stands
from server.core.change import Change


def before_the_room() -> Iterable[Any]:
    """SQL conditions on an idea that the room can see: shown, and neither withdrawn, merged nor hidden."""
    return (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), stands(gone=False))


def is_before_the_room(idea: Idea) -> bool:
    """The same for an idea that has been loaded."""
    return idea.shown_at is not None and idea.hidden_at is None and not idea.rule.gone


async def seen_inside(change: Change, group_id: int | None) -> int:
    """How many ideas of a group the room can see. With fewer than two it sees no group."""
    inside = select(func.count()).where(Idea.group_id == group_id, *before_the_room())
    return (await change.session.execute(inside)).scalar_one()


async def seen_in(change: Change, idea: Idea) -> IdeaGroup | None:
    """The group in which the room sees an idea. None if it is in no group, or in one that only it is visible in."""
    if idea.group_id is None or await seen_inside(change, idea.group_id) < 2:
        return None
    return await change.session.get_one(IdeaGroup, idea.group_id)


async def move(change: Change, idea: Idea, group_id: int | None) -> None:
    """Put an idea into a group, or into none. Deletes the group that it leaves if too few ideas remain."""
    before, idea.group_id = idea.group_id, group_id
    if before != group_id:
        await tidy(change, before)


async def tidy(change: Change, group_id: int | None) -> None:
    """Delete a group if fewer than two ideas are in it or could come back to it."""
    if group_id is None:
        return
    session = change.session
    await session.flush()
    inside = select(func.count()).where(Idea.group_id == group_id, stands(gone=False))
    waiting = select(func.count()).where(Merge.group_before == group_id)
    held = (await session.execute(select(inside.scalar_subquery() + waiting.scalar_subquery()))).scalar_one()
    if held < 2:
        await session.execute(update(Idea).where(col(Idea.group_id) == group_id).values(group_id=None))
        await session.execute(update(Merge).where(col(Merge.group_before) == group_id).values(group_before=None))
        await session.execute(delete(IdeaGroup).where(col(IdeaGroup.id) == group_id))
