"""The life of a job row: taken under a lease, and completed or put back only by the lease's holder.

Only leases use the database's clock, so that workers on several machines agree; a job is due by domain time.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Interval, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.board import Board
from schemas.job import Job, JobState
from server.core import clock

LEASE = timedelta(seconds=30)
"""Within this time after a worker's death, others take up its jobs."""


async def take(
    session: AsyncSession, kinds: Sequence[str], most: int, while_closed: Sequence[str] = ()
) -> tuple[str, Sequence[Job]]:
    """Lease up to `most` due jobs of `kinds`, oldest first, skipping what others hold. The jobs of a board that is
    closed stay due until it is opened again, but for the kinds `while_closed`. Returns a token and the jobs."""
    token = secrets.token_hex(16)
    values = {"token": token, "most": most, "now": clock.now(), "lease": LEASE}
    taking = _taking(tuple(kinds), tuple(while_closed))
    rows = (await session.execute(taking, values, execution_options={"synchronize_session": False})).scalars().all()
    return token, sorted(rows, key=lambda row: (row.due_at, row.id))


@cache
def _taking(kinds: tuple[str, ...], while_closed: tuple[str, ...]) -> Any:
    """Built once: a worker that has nothing to do asks once a second in each lane, and building it took a third."""
    closed = exists().where(col(Board.id) == Job.board_id, col(Board.closed_at).is_not(None))
    free = (
        select(col(Job.id))
        .where(col(Job.state) == JobState.DUE, col(Job.due_at) <= bindparam("now"), col(Job.kind).in_(kinds))
        .where(or_(col(Job.lease_until).is_(None), col(Job.lease_until) < func.clock_timestamp()))
        .where(or_(col(Job.kind).in_(while_closed), ~closed))
        .order_by(col(Job.due_at), col(Job.id))
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("free")  # a plain subquery might run more than once, and lock more than `most`
    )
    held = {
        "lease_token": bindparam("token"),
        "lease_until": func.clock_timestamp() + bindparam("lease", type_=Interval),
    }
    return update(Job).where(col(Job.id) == free.c.id).values(attempts=Job.attempts + 1, **held).returning(Job)


async def complete(session: AsyncSession, job_id: int | None, token: str, again: datetime | None) -> bool:
    """Mark a job done (or, with `again`, due once more). Returns whether the lease was still ours."""
    how: dict[str, Any] = {"state": JobState.DONE} if again is None else {"due_at": again, "attempts": 0}
    return await _settle(session, job_id, token, done_at=clock.now(), last_error=None, **how)


async def put_back(session: AsyncSession, job: Job, token: str, at: datetime, why: str, *, counts: bool) -> None:
    """Make it due again at `at`; `counts` says whether this attempt counts."""
    attempts = job.attempts if counts else job.attempts - 1
    await _settle(session, job.id, token, due_at=at, attempts=attempts, last_error=why[:100])


async def start_over(session: AsyncSession, job: Job, token: str, at: datetime, why: str) -> None:
    """Make it due again at `at`, as if it had never been tried."""
    await _settle(session, job.id, token, due_at=at, attempts=0, last_error=why[:100])


async def bury(session: AsyncSession, job: Job, token: str, why: str) -> None:
    """Give it up for good; it stays in the table for the operator to see."""
    await _settle(session, job.id, token, state=JobState.DEAD, done_at=clock.now(), last_error=why[:100])


async def plant(session: AsyncSession, kind: str, at: datetime) -> None:
    """Make sure a repeated job has its one row; a row that is there already keeps its time."""
    row = {"kind": kind, "subject_id": 0, "dedupe": kind, "due_at": at, "state": JobState.DUE, "attempts": 0}
    await session.execute(insert(Job).values(row).on_conflict_do_nothing(index_elements=["dedupe"]))


async def _settle(session: AsyncSession, job_id: int | None, token: str, **values: Any) -> bool:
    held = update(Job).where(col(Job.id) == job_id, col(Job.lease_token) == token, col(Job.state) == JobState.DUE)
    statement = held.values(lease_token=None, lease_until=None, **values)
    done = await session.execute(statement, execution_options={"synchronize_session": False})
    return isinstance(done, CursorResult) and done.rowcount == 1
