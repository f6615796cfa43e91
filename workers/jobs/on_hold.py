"""An idea was put on hold until a day: when that comes, remind those who promised to look again."""

from datetime import date

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.idea import Idea, StatusChanged
from schemas.person import Person
from schemas.promises import promising
from schemas.stages import Promise
from server.core import clock, jobs
from server.core.days import danish_day
from server.core.errors import N_
from server.mail import links
from server.work.deadlines import letters
from server.work.deadlines.dates import morning
from server.work.deadlines.telling import Told, coordinators, tell_staff
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.registry import News, job, on
from workers.task import Task

SENTENCE = N_("En idé var sat på pause. Nu skal vi se på den igen.")


@on(StatusChanged)
async def put_on_hold(news: News[StatusChanged]) -> None:
    """Watch the day that was given."""
    line = await news.session.get(StatusChange, news.event.change_id)
    if line is None or Promise.HOLD not in line.rule.promises or line.day is None:
        return
    board_id, idea_id = news.row.board_id, line.idea_id
    await jobs.due(news.session, "on_hold", news.event.change_id, morning(line.day), board_id=board_id, idea_id=idea_id)


@job("on_hold")
async def on_hold(task: Task) -> None:
    """Subject: the line that put it on hold. Writes to the leader and the coordinators if it still is: one letter per
    leader and day, which counts all whose day has come, since many wait for the same day."""
    async with task.record() as session:
        facts, now = await facts_of(session, task.row), clock.now()
        if not expected(facts, now) or (idea := facts.idea) is None:
            return
        board = await session.get_one(Board, idea.board_id)
        leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
        mails = [*([leader.mail] if leader else []), *await coordinators(session, idea.board_id)]
        same = await _waited_for(session, idea, danish_day(now))
        link = links.idea(task.settings, idea.public_id) if same == 1 else links.progress(task.settings, board)
        why = ("hold", board.id, idea.leader_id, danish_day(now))
        letter = letters.look_again(board.name, same, link)
        await tell_staff(session, task.settings, [Told(mails, idea, letter, SENTENCE, link, why)])


async def _waited_for(session: AsyncSession, idea: Idea, day: date) -> int:
    """How many of a board's ideas with the same leader are on hold until a day that has come."""
    newest = select(func.max(StatusChange.id)).where(StatusChange.idea_id == Idea.id).correlate(Idea).scalar_subquery()
    query = select(func.count()).select_from(Idea).join(StatusChange, col(StatusChange.id) == newest)
    here = (
        Idea.board_id == idea.board_id,
        col(Idea.status).in_(promising(Promise.HOLD)),
        col(Idea.hidden_at).is_(None),
    )
    same = (col(Idea.leader_id).is_not_distinct_from(idea.leader_id), col(StatusChange.day) <= day)
    return (await session.execute(query.where(*here, *same))).scalar_one()
