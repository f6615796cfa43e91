"""Jobs (opgaver): a row written in the transaction that makes it due is what counts; ringing only shortens the wait."""

from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.job import Job, JobState
from server.core.doorbell import Doorbell

RING = "ring"
"""The name of the arq function with which workers answer a ring."""
STALE = timedelta(minutes=1)
"""A ring that nobody has answered for this long is useless: the workers' own sweep has found the row by then."""


async def due(
    session: AsyncSession,
    kind: str,
    subject_id: int,
    at: datetime,
    *,
    board_id: int | None = None,
    idea_id: int | None = None,
    dedupe: str | None = None,
) -> int | None:
    """Make a job of `kind` due at `at` (aware), once the caller's transaction commits. Returns the new row's id.

    With `idea_id`, the board's coordinators see the job under that idea. A job that has the same `dedupe` (by default
    kind and subject) as an earlier one, done or not, is not written, and None is returned.
    """
    row = {
        "kind": kind,
        "board_id": board_id,
        "idea_id": idea_id,
        "subject_id": subject_id,
        "dedupe": dedupe or f"{kind}:{subject_id}",
        "due_at": at,
        "state": JobState.DUE,
        "attempts": 0,
    }
    statement = insert(Job).values(row).on_conflict_do_nothing(index_elements=["dedupe"]).returning(col(Job.id))
    found: int | None = await session.scalar(statement)
    return found


async def ring(doorbell: Doorbell, job_id: int | None = None) -> None:
    """Tell the workers that something is due now; call it after the commit. Returns at once, never raises, and sends
    nothing but the row's id."""
    asked = () if job_id is None else (job_id,)
    doorbell.bell.put(("job", job_id), lambda redis: redis.enqueue_job(RING, *asked, _expires=STALE))
