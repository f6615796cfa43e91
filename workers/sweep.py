"""The loop of `peerboard work`: once a second, or when rung, look for what is due, do it, and record how it went."""

import asyncio
import random
import time
from datetime import timedelta

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from server.core import clock
from server.core.database import Database
from server.core.errors import Away
from server.core.ledger import Ledger
from server.core.settings import Settings
from server.core.whereabouts import noted_in, where
from workers import lease
from workers.registry import KINDS, Kind, Lane
from workers.task import Dead, LeaseLost, Task, Wait

LOOK = 1.0  # seconds between looks if nobody rings
PATIENCE = 10.0  # seconds the database has to answer a look
SLOTS = 4  # jobs at a time in each lane
TIME = 25.0  # seconds a job may take; less than its lease
GRACE = 7.0  # seconds that running jobs get when we must stop
ATTEMPTS = 12  # failed attempts (a worker's death counts) before a job is given up: about an hour and a half
GONE = (Away, SQLAlchemyError, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a database that is away, or not yet migrated, looks like."""

log = structlog.get_logger(__name__)


class PutBack(Away):
    """The database was further before: a backup was put back, and whoever did has not settled it yet."""


class WorkerLost(Dead):
    """Worker after worker died while it had the job."""


def backoff(attempts: int) -> timedelta:
    """How long to wait after the nth failed attempt: 2 s, 4 s … at most 15 minutes, scattered a little."""
    return timedelta(seconds=min(2.0**attempts, 900) * random.uniform(0.8, 1.2))


class Sweep:
    """Does due jobs until it is stopped. Any number of sweeps may run at once, here and elsewhere."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings, self._ledger = settings, Ledger.open(settings)
        self._bells = {lane: asyncio.Event() for lane in Lane}

    def wake(self) -> None:
        """Look now."""
        for bell in self._bells.values():
            bell.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`, then finish running jobs within GRACE. The database may come and go."""
        async with asyncio.TaskGroup() as group:
            for lane in Lane:
                group.create_task(self._work(lane, stop))
            await stop.wait()
            self.wake()

    async def _work(self, lane: Lane, stop: asyncio.Event) -> None:
        bell, running, planted, well = self._bells[lane], set[asyncio.Task[None]](), False, True
        while not stop.is_set():
            bell.clear()
            try:
                async with asyncio.timeout(PATIENCE):
                    planted = planted or await self._plant(lane)
                    found = await self._take(lane, SLOTS - len(running))
                well = True
            except GONE as error:
                if well:
                    log.warning("database gone", error=type(error).__name__)
                found, well = [], False
            for task in found:
                running.add(doing := asyncio.create_task(self._do(task)))
                doing.add_done_callback(running.discard)
            if not found or len(running) >= SLOTS:
                await _rung(bell, LOOK)
        if running:
            _, late = await asyncio.wait(running, timeout=GRACE)
            for doing in late:
                doing.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _plant(self, lane: Lane) -> bool:
        async with self._database.begin() as session:
            for kind in KINDS.values():
                if kind.every and kind.lane is lane:
                    await lease.plant(session, kind.name, kind.next_tick(clock.now()))
        return True

    async def _take(self, lane: Lane, most: int) -> list[Task]:
        if most <= 0:
            return []
        async with self._database.begin() as session:
            if wrong := (await where(session)).wrong(await noted_in(self._ledger)):
                raise PutBack(wrong)
            kinds = [kind for kind in KINDS.values() if kind.lane is lane]
            while_closed = [kind.name for kind in kinds if kind.while_closed]
            token, rows = await lease.take(session, [kind.name for kind in kinds], most, while_closed)
        return [Task(row, token, self._database, self._settings) for row in rows]

    async def _do(self, task: Task) -> None:
        """Run one job and settle it. Never raises; a job that cannot be settled is freed when its lease runs out."""
        kind, began = KINDS[task.row.kind], time.monotonic()
        try:
            how = await self._attempt(kind, task)
        except asyncio.CancelledError:
            await self._settle(kind, task, Wait(timedelta(0), "Stopped"))
            raise
        except GONE as error:
            how = type(error).__name__
        log.info("job", kind=kind.name, job=task.row.id, how=how, ms=round((time.monotonic() - began) * 1000))
        self.wake()

    async def _attempt(self, kind: Kind, task: Task) -> str:
        if kind.every:
            task.again = kind.next_tick(clock.now())
        try:
            if task.row.attempts > ATTEMPTS:
                raise WorkerLost
            async with asyncio.timeout(TIME):
                await kind.run(task)
            if not task.recorded:
                async with task.record():
                    pass
        except LeaseLost:
            return "lease lost"
        except Exception as error:
            return await self._settle(kind, task, error)
        return "done"

    async def _settle(self, kind: Kind, task: Task, error: Exception) -> str:
        row, name, now = task.row, type(error).__name__, clock.now()
        if isinstance(error, Away):  # not the job's fault: an outage must not use up its attempts
            error = Wait(backoff(row.attempts), name)
        async with self._database.begin() as session:
            if isinstance(error, Wait):
                await lease.put_back(session, row, task.token, now + error.after, error.because, counts=False)
                return error.because
            if isinstance(error, Dead) or row.attempts >= ATTEMPTS:
                if kind.every or kind.lasting:
                    at = kind.next_tick(now) if kind.every else now + backoff(row.attempts)
                    await lease.start_over(session, row, task.token, at, name)
                else:
                    await lease.bury(session, row, task.token, name)
                    log.error("job given up", kind=kind.name, job=row.id, why=name)
                return f"dead: {name}"
            await lease.put_back(session, row, task.token, now + backoff(row.attempts), name, counts=True)
            return name


async def _rung(bell: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        pass
