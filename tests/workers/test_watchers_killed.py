"""R11 for what is watched: workers die at any moment, and every due row is acted on, and recorded once."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from server.core import clock as now
from server.core.database import Database
from server.core.settings import Settings
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.processes import Worker, environment
from tests.support.smtp import MailSink
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import until
from tests.workers.crowd import KINDS, NOON, make_due
from tests.workers.scene import ask, until_caught_up, working
from workers import sweep
from workers.jobs.mail import mail

OURS = f"kind IN ({', '.join(repr(kind) for kind in KINDS)})"
LAPSE = "UPDATE job SET lease_until = lease_until - interval '31 s' WHERE lease_until IS NOT NULL RETURNING 1"
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _chance(seed: int) -> None:
    random.seed(seed)


async def _lives(worker: Worker, database: Database, clock: Clock, kills: int, step: float) -> None:
    """Each life of the worker lasts until it has done a few rows more, and a random moment longer."""
    for number in range(kills):
        await worker.start()
        clock.stop(NOON + timedelta(seconds=step * (number + 1)))
        wanted = await ask(database, f"SELECT count(*) FROM job WHERE {OURS} AND state = 'done'") + random.randint(1, 4)
        due = f"SELECT count(*) FROM job WHERE {OURS} AND due_at <= :now"
        wanted = min(wanted, await ask(database, due, now=NOON + timedelta(seconds=step * (number + 1))))
        await until(partial(_done_later, database, wanted, clock), what=f"rows in life {number}")
        await asyncio.sleep(random.uniform(0, 1))  # long enough for what takes longest to get done in some life
        worker.kill()
        await ask(database, LAPSE)  # 31 seconds pass on the database's clock


async def _done_later(database: Database, wanted: int, clock: Clock) -> bool:
    """Time goes on while they are waited for: what failed, because the machine was busy, comes again after a while."""
    clock.stop(now.now() + timedelta(milliseconds=20))
    return await _done(database, wanted)


async def _done(database: Database, wanted: int) -> bool:
    return bool(await ask(database, f"SELECT count(*) FROM job WHERE {OURS} AND state = 'done'") >= wanted)


async def _run(
    settings: Settings,
    database: Database,
    sink: MailSink,
    clock: Clock,
    logs: Path,
    *,
    kills: int,
    boards: int,
    each: int,
) -> None:
    step = 20.0
    clock.stop(NOON)
    env = environment(settings.database_url, NOWHERE, smtp_url=sink.url, log_level="warning")
    worker = Worker("worker", env, logs)
    count = await make_due(database, boards, each, max(kills, 1) * step)
    try:
        await _lives(worker, database, clock, kills, step)
        last = NOON + timedelta(seconds=(kills + 1) * step + 60)

        clock.stop(last)
        await worker.start()
        await until(partial(_done_later, database, count, clock), seconds=30 + count / 10, what="the rows")
        await until_caught_up(database, seconds=30 + count / 10)
    finally:
        worker.stop()
    await _judge(database, sink, count, kills, boards * each)


async def _judge(database: Database, sink: MailSink, count: int, kills: int, escalated: int) -> None:
    times = Counter(sink.message_ids)
    print(f"{count} rows, {kills} kills, {len(times)} mails, {sum(n > 1 for n in times.values())} sent twice")
    assert await ask(database, f"SELECT count(*) FROM job WHERE {OURS} AND state = 'done'") == count, "recorded"
    assert await ask(database, "SELECT count(*) FROM job WHERE state = 'dead'") == 0
    assert await ask(database, "SELECT count(*) FROM moment WHERE kind = 'escalated'") == escalated
    assert await ask(database, "SELECT count(DISTINCT idea_id) FROM moment") == escalated, "each went up once"
    kept = {row[0] for row in await rows(database.url, "SELECT message_id FROM mail")}
    assert set(times) == kept, "each letter was sent"
    assert max(times.values()) <= 2
    assert await ask(database, "SELECT max(n) FROM (SELECT count(*) n FROM mail GROUP BY recipient) AS each") <= 5
    # Whoever was told too much this week reads it in the weekly letter: nothing is lost on the way. A board's pauses
    # that end on one day are told together.
    held = """SELECT count(*) FILTER (WHERE kind = 'trial_ended')
    + count(DISTINCT board_id) FILTER (WHERE kind = 'on_hold') FROM job"""
    told = "SELECT count(*) FROM (SELECT message_id FROM mail UNION SELECT message_id FROM digest_line) AS each"
    assert await ask(database, told) >= await ask(database, held)
    seqs = "SELECT max(seq) - count(*) FROM event GROUP BY board_id"
    assert all(row[0] == 0 for row in await rows(database.url, seqs)), "the boards' events have no gap"


async def test_killed_a_few_times(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path
) -> None:
    await _run(settings, database, mail_sink, clock, logs, kills=2, boards=1, each=4)


@pytest.mark.soak
async def test_killed_a_hundred_times_over_a_thousand_rows(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path
) -> None:
    await _run(settings, database, mail_sink, clock, logs, kills=100, boards=20, each=10)


@pytest.mark.slow
async def test_a_thousand_rows_in_reasonable_time(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path
) -> None:
    await _run(settings, database, mail_sink, clock, logs, kills=0, boards=20, each=10)


@pytest.mark.soak
async def test_without_redis_each_is_acted_on_within_seconds(
    settings_with: Callable[..., Settings], database: Database, clock: Clock
) -> None:
    assert mail is not None
    settings = settings_with(redis_url=NOWHERE)
    count = await make_due(database, 1, 4, 0)
    await ask(
        database,
        "UPDATE job SET due_at = CAST(:noon AS timestamptz) + id % 5 * interval '300 ms' RETURNING 1",
        noon=NOON,
    )
    async with working(settings, look=sweep.LOOK):
        with Stopwatch() as watch:

            async def all_done() -> bool:
                clock.stop(NOON + timedelta(seconds=watch.lap()))
                return await _done(database, count)

            await until(all_done, what="the rows")
    late = await ask(database, f"SELECT extract(epoch FROM max(done_at - due_at)) FROM job WHERE {OURS}")
    print(f"{late:.1f} s late at most")
    assert late <= 3
