"""Proposers follow their own ideas: a seat with a confirmed address gets mail about those too."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.follow import Follow
from schemas.idea import Idea
from server.core.settings import Settings
from server.ideas.follows.commands import row_of


async def cover(session: AsyncSession, settings: Settings, *which: Any) -> None:
    """Let proposers follow their own shown ideas by mail, if their seat has confirmed an address; the newest, if it has
    confirmed several. `which` are conditions on the ideas."""
    old = aliased(Follow)
    same = (col(old.idea_id) == Idea.id, col(old.seat_id) == col(Idea.seat_id))
    had = select(old.id).where(*same, col(old.confirmed_at).is_not(None)).correlate(Idea).exists()
    query = (
        select(Idea.id, Follow)
        .join(Follow, col(Follow.seat_id) == col(Idea.seat_id))
        .where(col(Follow.confirmed_at).is_not(None), col(Follow.mail).is_not(None), col(Idea.on_paper).is_(False))
        .where(col(Idea.shown_at).is_not(None), ~had, *which)
        .order_by(col(Idea.id), col(Follow.id).desc())
    )
    newest: dict[int, Follow] = {}
    for idea_id, follow in (await session.execute(query)).all():
        newest.setdefault(idea_id, follow)
    for idea_id, follow in newest.items():
        assert follow.mail is not None
        kept = {"seat_id": follow.seat_id, "weekly": follow.weekly, "language": follow.language}
        times = {"created_at": follow.created_at, "confirmed_at": follow.confirmed_at}
        fresh = insert(Follow).values(row_of(settings, idea_id, follow.mail) | kept | times)
        await session.execute(fresh.on_conflict_do_nothing())
