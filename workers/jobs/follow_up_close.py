"""A question to the members has been open long enough, or no longer makes sense: count the answers and close it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.ending import MeetingSettled
from schemas.follow_up import OPEN_MOST, FollowUp, Question
from schemas.idea import Idea, StatusChanged
from server.core import clock, jobs
from server.core.change import Change
from server.core.errors import NotNow
from server.core.settings import Settings
from server.mail import links
from server.mail.news import News as Told
from server.mail.news import Reader, tell
from server.mail.outbox import message_id
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.follow_ups import letters
from server.work.follow_ups.closing import close, who_looks
from server.work.follow_ups.relevance import has_object, waits
from workers.board import changing
from workers.registry import News, job, on
from workers.task import Task, Wait

KIND = "follow_up_close"


@job(KIND, while_closed=True)
async def follow_up_close(task: Task) -> None:
    """Subject: the question. While too few have answered, it waits for the board's next meeting; while its idea is
    hidden, it waits until that is shown again, for half a year at most: people took the time to answer, once."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if (asked := facts.asked) is None or (idea := facts.idea) is None or asked.closed_at is not None:
            return
        if idea.hidden_at is not None and change.now < asked.asked_at + OPEN_MOST:
            await _come_again(change, asked)
            return
        if not expected(facts, change.now):
            return
        if await has_object(change, asked.question, asked.change_id, idea) and await waits(change, asked):
            await _come_again(change, asked)
            return
        try:
            counts = await close(change, asked, idea)
        except NotNow as reason:
            raise Wait(timedelta(hours=1), "IdeaInARound") from reason
        if counts is not None and asked.question is not Question.FELT:
            await _put_before_staff(change, task.settings, asked, idea)


async def _come_again(change: Change, asked: FollowUp) -> None:
    await _close_at(change.session, asked, asked.asked_at + OPEN_MOST, "last")


async def _close_at(session: AsyncSession, asked: FollowUp, at: datetime, why: str) -> None:
    dedupe = f"{KIND}:{asked.id}:{why}"
    await jobs.due(session, KIND, asked.id, at, board_id=asked.board_id, idea_id=asked.idea_id, dedupe=dedupe)


async def _put_before_staff(change: Change, settings: Settings, asked: FollowUp, idea: Idea) -> None:
    link = f"{links.idea(settings, idea.public_id)}#acts"
    for person in await who_looks(change, idea):
        letter = letters.look_at_it(person.name, change.board.name, link)
        ident = message_id(settings, "effect", asked.id, person.id)
        await tell(change.session, Reader(person.mail, person.reads), Told(idea, letter, letters.LOOK, link, ident))


@on(MeetingSettled)
async def board_has_met(news: News[MeetingSettled]) -> None:
    """The questions that were waiting for a meeting have had one."""
    late = (FollowUp.board_id == news.row.board_id, col(FollowUp.closes_at) <= clock.now())
    await _close_now(news, f"met:{news.event.meeting_id}", *late)


@on(StatusChanged)
async def idea_moved(news: News[StatusChanged]) -> None:
    """Stop asking what no longer makes sense; the job looks whether that is so."""
    line = await news.session.get(StatusChange, news.event.change_id)
    if line is not None:
        await _close_now(news, f"moved:{line.id}", FollowUp.idea_id == line.idea_id)


async def _close_now(news: News[Any], why: str, *which: Any) -> None:
    query = select(FollowUp).where(col(FollowUp.closed_at).is_(None), *which)
    for asked in (await news.session.execute(query)).scalars():
        await _close_at(news.session, asked, clock.now(), why)
