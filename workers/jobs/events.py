"""events: hands what happened on a board to the `@on` functions, in order and exactly once."""

from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.event import Event, read_event
from schemas.job import Cursor
from server.core import clock, jobs
from server.core.settings import Settings
from workers.registry import HANDLERS, Handler, News, job
from workers.task import Dead, Task

log = structlog.get_logger(__name__)
AT_ONCE = 50
"""Events handled in one transaction: each may write to every follower of an idea, and a job that takes too long starts
over."""


class HandlerUnknown(Dead):
    """The function that failed on this event is no longer there."""


@job("events", lasting=True, while_closed=True)
async def events(task: Task) -> None:
    """Subject: the board. Handles whatever comes after the cursor, regardless of the row's number. What piled up during
    an outage takes several jobs, one after another."""
    async with task.record() as session:
        if task.row.board_id is None:
            return  # the board is gone
        cursor = await _locked_cursor(session, task.subject_id)
        newest = select(func.max(Event.seq)).where(col(Event.board_id) == task.subject_id)
        upto = (await session.scalar(newest)) or 0
        wanted = select(Event).where(
            col(Event.board_id) == task.subject_id, col(Event.seq) > cursor.seq, col(Event.seq) <= upto
        )
        wanted = wanted.where(col(Event.kind).in_(HANDLERS)).order_by(col(Event.seq)).limit(AT_ONCE)
        found = (await session.scalars(wanted)).all()
        for row in found:
            for handler in HANDLERS[row.kind]:
                await _hand(session, task.settings, row, handler)
        if len(found) == AT_ONCE:
            upto, board_id = found[-1].seq, task.subject_id
            dedupe = f"events:{board_id}:after:{upto}"
            await jobs.due(session, "events", board_id, clock.now(), board_id=board_id, dedupe=dedupe)
        cursor.seq = max(cursor.seq, upto)


@job("handler")
async def handler_again(task: Task) -> None:
    """Subject: an event's number, on the job's board. One handler failed on it and is tried again on its own."""
    async with task.record() as session:
        row = await session.get_one(Event, (task.row.board_id, task.subject_id))
        name = task.row.dedupe.rsplit(":", 1)[-1]
        again = [handler for handler in HANDLERS.get(row.kind, []) if _name(handler) == name]
        if not again:
            raise HandlerUnknown
        await again[0](_news(session, task.settings, row))


async def _hand(session: AsyncSession, settings: Settings, row: Event, handler: Handler) -> None:
    try:
        async with session.begin_nested():
            await handler(_news(session, settings, row))
    except Exception as error:
        # One event that a handler cannot digest must not hold up all that come after it on the board.
        log.warning("handler failed", handler=_name(handler), error=type(error).__name__)
        dedupe = f"handler:{row.board_id}:{row.seq}:{_name(handler)}"
        await jobs.due(session, "handler", row.seq, clock.now(), board_id=row.board_id, dedupe=dedupe)


def _news(session: AsyncSession, settings: Settings, row: Event) -> News[Any]:
    return News(session, settings, row, read_event(row.kind, row.data))


def _name(handler: Handler) -> str:
    return getattr(handler, "__name__", "")


async def _locked_cursor(session: AsyncSession, board_id: int) -> Cursor:
    await session.execute(insert(Cursor).values(board_id=board_id, seq=0).on_conflict_do_nothing())
    return await session.get_one(Cursor, board_id, with_for_update=True)
