"""The dates around an answer that was promised: a word before it, one after it, and one unit up."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.idea import Idea, stands
from server.core import jobs
from server.core.days import DENMARK, danish_day, end_of, last_working_day, working_day
from server.mail.hours import next_open

SOON = timedelta(days=3)
MORNING = time(8)


def morning(day: date) -> datetime:
    """When offices open on a date."""
    return datetime.combine(day, MORNING, DENMARK)


def soon_at(answer_by: datetime) -> datetime:
    """The morning of the last working day that leaves three days to answer."""
    return morning(last_working_day(danish_day(answer_by) - SOON))


def up_at(answer_by: datetime, board: Board) -> datetime:
    """When an idea without an answer goes one unit up: the board's days after the date, at its end."""
    return end_of(danish_day(answer_by) + timedelta(days=board.escalate_days))


def new_date(now: datetime, board: Board) -> datetime:
    """The date that the next leader gets: the end of a working day, the board's days from now."""
    return end_of(working_day(danish_day(now) + timedelta(days=board.answer_days)))


def waits(idea: Idea) -> bool:
    """Whether it awaits an answer by a date, where a leader can see it."""
    return idea.rule.awaits and idea.answer_by is not None and idea.hidden_at is None


async def awaiting(session: AsyncSession, *which: Any) -> list[Idea]:
    """The ideas that await an answer, can be seen, and are so; the oldest date first: one query."""
    waiting = (stands(awaits=True), col(Idea.answer_by).is_not(None), col(Idea.hidden_at).is_(None))
    query = select(Idea).where(*waiting, *which).order_by(col(Idea.answer_by), col(Idea.id))
    return list((await session.execute(query)).scalars())


async def watch_answers(session: AsyncSession, board: Board, ideas: Iterable[Idea], now: datetime) -> None:
    """Watch the date of each idea that awaits an answer; the same date twice is watched once. A date that leaves less
    than three days gets no word before it. Whether one is late is looked at when it can be said: who answers in the
    weekend after it hears nothing on Monday."""
    for idea in ideas:
        if not idea.rule.awaits or idea.answer_by is None or idea.id is None:
            continue
        moments = {"answer_overdue": next_open(idea.answer_by), "escalation": up_at(idea.answer_by, board)}
        if (soon := soon_at(idea.answer_by)) > now:
            moments["answer_due_soon"] = soon
        for kind, at in moments.items():
            dedupe = f"{kind}:{idea.id}:{idea.answer_by.timestamp():.0f}"
            dedupe += f":{at.timestamp():.0f}" if kind == "escalation" else ""
            await jobs.due(session, kind, idea.id, at, board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe)


async def still(session: AsyncSession, change_id: int) -> Idea | None:
    """The idea that a line brought to where it is, if it is there still by that very line, and not hidden."""
    line = await session.get(StatusChange, change_id)
    idea = await session.get(Idea, line.idea_id) if line else None
    if line is None or idea is None or idea.status is not line.status or idea.hidden_at is not None:
        return None
    newer = select(StatusChange.id).where(StatusChange.idea_id == idea.id, col(StatusChange.id) > line.id)
    return None if (await session.execute(newer.limit(1))).first() else idea
