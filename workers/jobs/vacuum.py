"""vacuum: after a round, leaves nothing of its ballots and its secret in the database's files; nor of the answers to
"Blev du hørt?" after a meeting, or to a question about what was carried out."""

import asyncio
import time
from datetime import timedelta
from random import uniform

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.ending import MeetingSettled
from schemas.follow_up import FollowUp, FollowUpClosed
from schemas.meeting import Meeting
from schemas.round import Round, RoundClosed, RoundState, RoundVoided
from server.core import clock, jobs
from workers.registry import News, job, on
from workers.task import Task, Wait

# Voters in another round wait behind us for at most this long; then we step aside and come back.
LOCK_TIMEOUT = "SET lock_timeout = '300ms'"
LOCK_NOT_AVAILABLE = "55P03"
TABLES = ("ballot", "secret", "round")
HEARD = ("support", "heard_answer", "secret", "meeting")
FOLLOW_UPS = ("follow_up_answer", "secret", "follow_up")
"""The last of each holds a copy of the secret until the first backup (schemas/migrations/versions/0031_secrets.py)."""
# A transaction that began before ours still keeps the deleted rows alive, and a rewrite would copy them.
STILL_SEEN = text(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND greatest(age(backend_xmin), age(backend_xid)) > age(CAST(CAST(:mine AS text) AS xid)))"
)
PATIENCE = 10.0  # seconds to wait for those transactions to end


@on(RoundClosed, RoundVoided)
async def round_over(news: News[RoundClosed | RoundVoided]) -> None:
    """The transaction of the event deleted the ballots; now their traces go."""
    ident = news.event.round_id
    await jobs.due(news.session, "vacuum", ident, clock.now(), board_id=news.row.board_id)


@job("vacuum", while_closed=True)
async def vacuum(task: Task) -> None:
    """Subject: the round. Rewrites the tables; comes back later while somebody votes, or reads in them."""
    async with task.database.begin() as session:
        over = await session.get(Round, task.subject_id)
    if over is not None and over.state is not RoundState.OPEN:
        await _clean(task, TABLES)


@on(MeetingSettled)
async def meeting_over(news: News[MeetingSettled]) -> None:
    """The same for the answers to "Blev du hørt?"."""
    await jobs.due(news.session, "vacuum_heard", news.event.meeting_id, clock.now(), board_id=news.row.board_id)


@job("vacuum_heard", while_closed=True)
async def vacuum_heard(task: Task) -> None:
    """Subject: the meeting. As for a round."""
    async with task.database.begin() as session:
        over = await session.get(Meeting, task.subject_id)
    if over is not None and over.settled_at is not None:
        await _clean(task, HEARD)


@on(FollowUpClosed)
async def question_closed(news: News[FollowUpClosed]) -> None:
    """The same for the answers to a question about what was carried out."""
    ident = news.event.follow_up_id
    board_id, idea_id = news.row.board_id, news.event.idea_id
    await jobs.due(news.session, "vacuum_follow_up", ident, clock.now(), board_id=board_id, idea_id=idea_id)


@job("vacuum_follow_up", while_closed=True)
async def vacuum_follow_up(task: Task) -> None:
    """Subject: the question."""
    async with task.database.begin() as session:
        over = await session.get(FollowUp, task.subject_id)
    if over is not None and over.closed_at is not None:
        await _clean(task, FOLLOW_UPS)


async def _clean(task: Task, tables: tuple[str, ...]) -> None:
    async with task.database.outside() as connection:
        try:
            await _rewrite(connection, tables)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            raise Wait(timedelta(seconds=uniform(2, 6)), "TablesInUse") from error


async def _rewrite(connection: AsyncConnection, tables: tuple[str, ...]) -> None:
    mine = (await connection.execute(text("SELECT CAST(pg_current_xact_id()::xid AS text)"))).scalar_one()
    until = time.monotonic() + PATIENCE
    while (await connection.execute(STILL_SEEN, {"mine": mine})).scalar_one():
        if time.monotonic() > until:
            raise Wait(timedelta(seconds=uniform(5, 15)), "RowsInUse")
        await asyncio.sleep(0.2)
    await connection.execute(text(LOCK_TIMEOUT))
    for table in tables:
        await connection.execute(text(f'VACUUM FULL "{table}"'))
