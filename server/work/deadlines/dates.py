"""The dates around a promised answer: when to remind, when it is overdue, and when it is escalated."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea, stands
from server.core import jobs
from server.core.days import DENMARK, danish_day, end_of, last_working_day, working_day
from server.mail.hours import FIRST, GATHER, before_open

SOON = timedelta(days=3)


def morning(day: date) -> datetime:
    """When to look at what is to be told on the morning of that day, aware, in Danish time: before offices open."""
    return datetime.combine(day, FIRST, DENMARK) - GATHER


def soon_at(answer_by: datetime) -> datetime:
    """When to remind: the morning of the last working day that still leaves three days to answer."""
    return morning(last_working_day(danish_day(answer_by) - SOON))


def up_at(answer_by: datetime, board: Board) -> datetime:
    """When an unanswered idea is escalated: at the end of the day that comes the board's `escalate_days` after the
    date."""
    return late_by(answer_by, board.escalate_days)


def new_date(now: datetime, board: Board) -> datetime:
    """The date the next leader gets: the end of the first working day at least the board's `answer_days` from now."""
    return within(now, board.answer_days)


def late_by(answer_by: datetime, days: int) -> datetime:
    """When an answer is that many days late: at the end of the day."""
    return end_of(danish_day(answer_by) + timedelta(days=days))


def within(now: datetime, days: int) -> datetime:
    """The end of the first working day at least that many days from now."""
    return end_of(working_day(danish_day(now) + timedelta(days=days)))


def waits(idea: Idea) -> bool:
    """Whether an idea awaits an answer by a date and is not hidden."""
    return idea.rule.awaits and idea.answer_by is not None and idea.hidden_at is None


async def awaiting(session: AsyncSession, *which: Any) -> list[Idea]:
    """The ideas that await an answer by a date, are not hidden, and match `which`; the earliest date first. One
    query."""
    waiting = (stands(awaits=True), col(Idea.answer_by).is_not(None), col(Idea.hidden_at).is_(None))
    query = select(Idea).where(*waiting, *which).order_by(col(Idea.answer_by), col(Idea.id))
    return list((await session.execute(query)).scalars())


async def watch_answers(session: AsyncSession, board: Board, ideas: Iterable[Idea], now: datetime) -> None:
    """Schedule the jobs that watch the date of each idea that awaits an answer. Scheduling the same date twice does
    nothing more. A date less than three days away gets no reminder. Lateness is checked at the first hour when a letter
    may go out: a leader who answers over the weekend hears nothing on Monday."""
    for idea in ideas:
        if not idea.rule.awaits or idea.answer_by is None or idea.id is None:
            continue
        moments = {"answer_overdue": before_open(idea.answer_by), "escalation": up_at(idea.answer_by, board)}
        if (soon := soon_at(idea.answer_by)) > now:
            moments["answer_due_soon"] = soon
        for kind, at in moments.items():
            dedupe = f"{kind}:{idea.id}:{idea.answer_by.timestamp():.0f}"
            dedupe += f":{at.timestamp():.0f}" if kind == "escalation" else ""
            await jobs.due(session, kind, idea.id, at, board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe)
