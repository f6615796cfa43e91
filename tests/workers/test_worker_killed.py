"""R11: a worker process may die at any moment, and Redis with it; every due job is done, and recorded once."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from schemas.mail import Mail
from server.core import clock as now_of
from server.core import jobs
from server.core.database import Database
from server.core.settings import Settings
from server.ops.embedded import Valkey
from tests.support.clock import Clock
from tests.support.processes import Worker, environment
from tests.support.smtp import MailSink
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import until
from tests.workers.scene import ask, until_idle

DONE = "SELECT count(*) FROM job WHERE kind = 'mail' AND state = 'done'"
LAPSE = "UPDATE job SET lease_until = lease_until - interval '31 s' WHERE lease_until IS NOT NULL"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of the test's own, to be broken."""
    server = Valkey(tmp_path / "valkey")
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _chance(seed: int) -> None:
    random.seed(seed)


async def _make_due(database: Database, count: int, within: float) -> None:
    """`count` mails, due at random moments of the next `within` seconds."""
    now = now_of.now()
    async with database.begin() as session:
        for number in range(count):
            to = f"m{number}@home.test"
            mail = Mail(recipient=to, subject="s", body="b", message_id=f"<{number}@test>", created_at=now)
            session.add(mail)
            await session.flush()
            due = now + timedelta(seconds=random.uniform(0, within))
            await jobs.due(session, "mail", mail.id or 0, due)


async def _kill_again_and_again(
    worker: Worker, database: Database, clock: Clock, sink: MailSink, redis: Valkey | None, kills: int
) -> None:
    """Each life of the worker lasts until it has sent a few mails more, and a random moment longer."""
    for number in range(kills):
        await worker.start()
        wanted = len(sink.letters) + random.randint(1, 5)
        clock.ahead(timedelta(seconds=20))
        await until(partial(_arrived, sink, wanted), what=f"mail in life {number}")
        await asyncio.sleep(random.uniform(0, 0.2))
        worker.kill()
        if redis is not None:
            redis.kill() if redis.alive else redis.start()
        await ask(database, f"{LAPSE} RETURNING 1")  # 31 seconds pass on the database's clock


def _arrived(sink: MailSink, wanted: int) -> bool:
    return len(sink.letters) >= wanted


async def _run(
    settings: Settings,
    database: Database,
    sink: MailSink,
    clock: Clock,
    logs: Path,
    *,
    redis: Valkey | None,
    kills: int,
    count: int,
) -> None:
    sink.slow = 0.01
    url = redis.url if redis else "redis://127.0.0.1:1/0"
    env = environment(settings.database_url, url, smtp_url=sink.url, log_level="warning")
    worker = Worker("worker", env, logs)
    await _make_due(database, count, kills * 20)
    try:
        await _kill_again_and_again(worker, database, clock, sink, redis, kills)
        clock.ahead(timedelta(seconds=kills * 20))
        await worker.start()
        await until_idle(database, seconds=60 + count / 20)  # what piled up meanwhile is sent one by one
    finally:
        worker.stop()
    times = Counter(sink.message_ids)
    print(f"{count} mails, {kills} kills, {sum(n > 1 for n in times.values())} sent twice")
    assert len(times) == count, "each is acted on at least once"
    assert max(times.values()) <= 2
    assert sum(n > 1 for n in times.values()) <= 4 * kills, "no more than a worker has at hand"
    assert await ask(database, DONE) == count, "each is recorded"
    assert await ask(database, "SELECT count(*) FROM mail WHERE sent_at IS NOT NULL AND body = ''") == count


@pytest.mark.parametrize("kills", [3, pytest.param(10, marks=pytest.mark.slow)])
async def test_killed_again_and_again_while_redis_comes_and_goes(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path, redis: Valkey, kills: int
) -> None:
    await _run(settings, database, mail_sink, clock, logs, redis=redis, kills=kills, count=20 * kills)


async def test_killed_while_redis_is_never_there(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path
) -> None:
    await _run(settings, database, mail_sink, clock, logs, redis=None, kills=2, count=40)


@pytest.mark.soak
async def test_killed_a_hundred_times(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path, redis: Valkey
) -> None:
    await _run(settings, database, mail_sink, clock, logs, redis=redis, kills=100, count=1000)


@pytest.mark.soak
async def test_what_a_dead_worker_held_is_done_within_a_minute(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, logs: Path
) -> None:
    """With real leases: nobody winds the database's clock."""
    env = environment(settings.database_url, settings.redis_url, smtp_url=mail_sink.url)
    worker, other = Worker("worker", env, logs), Worker("other", env, logs)
    mail_sink.slow = 1
    await _make_due(database, 4, 0)
    await worker.start()
    held = "SELECT count(*) FROM job WHERE lease_token IS NOT NULL AND kind = 'mail'"
    await until(lambda: ask(database, held), what="a lease")
    worker.kill()
    try:
        with Stopwatch() as watch:
            await other.start()
            await until_idle(database, seconds=120)
    finally:
        other.stop()
    assert watch.seconds <= 60
    assert {letter.recipients[0] for letter in mail_sink.letters} == {f"m{number}@home.test" for number in range(4)}
