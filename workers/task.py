"""Task: a job that a worker has taken, and the ways it may end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.job import Job
from server.core.database import Database
from server.core.settings import Settings
from workers import lease


class LeaseLost(Exception):
    """Another worker has the job by now; what we were about to write is rolled back."""


class Dead(Exception):
    """Trying again would not help. Subclass it: the operator reads the class's name."""


class Wait(Exception):
    """Not now: try again in `after`. Does not count as a failed attempt. `because` gives the reason in a word."""

    def __init__(self, after: timedelta, because: str) -> None:
        super().__init__(because)
        self.after = after
        self.because = because


@dataclass
class Task:
    """What a job function is given. It looks at its subject first: much may have changed since the job was made.

    Whatever it writes, it writes inside `async with task.record() as session`: one transaction that also marks the job
    done, and fails with LeaseLost when the job is no longer ours. A function with nothing to write may return without
    it. It has TIME to finish. It may run again after a crash, so effects outside that transaction must be repeatable.
    """

    row: Job
    token: str
    database: Database
    settings: Settings
    again: datetime | None = None
    """When a repeated job is due next."""
    recorded: bool = False

    @property
    def subject_id(self) -> int:
        """The row the job is about."""
        return self.row.subject_id

    @asynccontextmanager
    async def record(self) -> AsyncIterator[AsyncSession]:
        """A transaction that completes the job together with whatever else is written in it: both, or neither."""
        async with self.database.begin() as session:
            # First, so that the row is locked and nobody takes the job over while the body runs.
            if not await lease.complete(session, self.row.id, self.token, self.again):
                raise LeaseLost
            yield session
        self.recorded = True
