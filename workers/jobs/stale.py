"""Work that nobody tells of: after 30 days without news we ask the idea's owners for a line, and again after another
30. Anything on the timeline is news."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.answer import StatusChange
from schemas.idea import Idea, StatusChanged
from schemas.moment import Moment
from schemas.promises import STALE_AFTER
from schemas.stages import Promise
from server.core import clock, jobs
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.owners import letters
from server.work.owners.reaching import tell_owners
from workers.registry import News, job, on
from workers.task import Task


@on(StatusChanged)
async def work_began(news: News[StatusChanged]) -> None:
    """Start looking in on an idea that is in progress now, for as long as it is."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is not None and Promise.STALE in idea.rule.promises:
        await _look_again(news.session, idea, idea.status_at + STALE_AFTER)


@job("stale")
async def stale(task: Task) -> None:
    """Subject: the idea. Looks at the latest news, and comes back when that is old enough."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if (idea := facts.idea) is None or Promise.STALE not in idea.rule.promises:
            return  # hidden, it is only waited for
        now, last = clock.now(), await _last_news(session, idea)
        if now < last + STALE_AFTER:
            await _look_again(session, idea, last + STALE_AFTER)
            return
        if expected(facts, now):
            why = ("stale", idea.id, f"{task.row.due_at.timestamp():.0f}")
            await tell_owners(session, task.settings, idea, letters.stale, letters.STALE, *why)
        await _look_again(session, idea, now + STALE_AFTER)


async def _last_news(session: AsyncSession, idea: Idea) -> datetime:
    found = [idea.status_at]
    for table in (StatusChange, Moment):
        query = select(func.max(table.at)).where(table.idea_id == idea.id)
        found += [at for at in (await session.execute(query)).scalars() if at is not None]
    return max(found)


async def _look_again(session: AsyncSession, idea: Idea, at: datetime) -> None:
    dedupe = f"stale:{idea.id}:{at.timestamp():.0f}"
    await jobs.due(session, "stale", idea.id or 0, at, board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe)
