"""SIGTERM: the worker finishes what it has at hand and is gone within ten seconds, whatever hangs."""

import signal
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from server.core.database import Database
from server.core.settings import Settings
from server.mail.outbox import post
from tests.support.processes import Worker, environment
from tests.support.proxy import Proxy, upstream_unix
from tests.support.smtp import MailSink
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import until
from tests.workers.scene import ask

FOR_EVER = 24 * 3600
HELD = "SELECT count(*) FROM job WHERE lease_token IS NOT NULL AND kind = 'mail'"


async def _post(database: Database, count: int) -> None:
    async with database.begin() as session:
        for number in range(count):
            await post(session, f"m{number}@home.test", "s", "b", f"<{number}@test>")


async def _gone(*workers: Worker) -> float:
    with Stopwatch() as watch:
        for worker in workers:
            worker.send(signal.SIGTERM)
        await until(lambda: not any(worker.alive for worker in workers), what="the worker to go")
    return watch.seconds


async def test_the_current_mail_is_finished_and_no_other_begun(
    settings: Settings, database: Database, mail_sink: MailSink, logs: Path
) -> None:
    mail_sink.slow = 0.7
    await _post(database, 12)
    worker = Worker("worker", environment(settings.database_url, settings.redis_url, smtp_url=mail_sink.url), logs)
    await worker.start()
    await until(lambda: ask(database, HELD), what="a mail to be taken")
    await _gone(worker)
    sent = len(mail_sink.letters)
    assert 1 <= sent < 12
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'mail' AND state = 'done'") == sent
    assert await ask(database, HELD) == 0
    assert "Error" not in worker.tail()


async def test_neither_a_database_nor_a_mail_server_that_hangs_keeps_anybody(
    settings: Settings, database: Database, mail_sink: MailSink, logs: Path
) -> None:
    await _both_hang(settings, database, mail_sink, logs)


@pytest.mark.soak
async def test_they_are_gone_within_ten_seconds(
    settings: Settings, database: Database, mail_sink: MailSink, logs: Path
) -> None:
    assert await _both_hang(settings, database, mail_sink, logs) <= 10


async def _both_hang(settings: Settings, database: Database, mail_sink: MailSink, logs: Path) -> float:
    """Two workers, since each takes its ten seconds: the line of one to the database hangs, the other's mail."""
    mail_sink.slow = FOR_EVER
    proxy, url = await _proxy(settings)
    held = Worker("held", environment(url, settings.redis_url, smtp_url=mail_sink.url), logs)
    sends = Worker("sends", environment(settings.database_url, settings.redis_url, smtp_url=mail_sink.url), logs)
    await held.start()
    planted = "SELECT count(*) FROM job WHERE kind = 'every:prune'"
    await until(lambda: ask(database, planted), what="the worker to work")
    proxy.stall()
    await _post(database, 2)
    await sends.start()
    await until(lambda: ask(database, HELD), what="a mail to be taken")
    took = await _gone(held, sends)
    await proxy.stop()
    assert await ask(database, HELD) == 0, "given back at once"
    assert await ask(database, "SELECT max(attempts) FROM job WHERE kind = 'mail'") == 0
    return took


async def test_it_waits_for_a_database_that_is_not_there_yet(
    settings: Settings, database: Database, mail_sink: MailSink, logs: Path
) -> None:
    proxy, url = await _proxy(settings)
    proxy.cut()
    worker = Worker("worker", environment(url, settings.redis_url, smtp_url=mail_sink.url), logs)
    await _post(database, 3)
    try:
        await worker.start()
        await until(lambda: "database gone" in worker.tail(), what="it to notice")
        proxy.heal()
        await until(lambda: len(mail_sink.letters) == 3, what="the mail")
        proxy.cut()
        await _post_more(database)
        proxy.heal()
        await until(lambda: len(mail_sink.letters) == 4, what="the last mail")
        await _gone(worker)
    finally:
        worker.kill()
        await proxy.stop()


async def _proxy(settings: Settings) -> tuple[Proxy, str]:
    """A line to the database that can hang or be cut, and its address."""
    real = make_url(settings.database_url)
    proxy = await Proxy(upstream_unix(f"{real.query['host']}/.s.PGSQL.5432")).start()
    return proxy, f"postgresql://{real.username}@127.0.0.1:{proxy.port}/{real.database}"


async def _post_more(database: Database) -> None:
    async with database.begin() as session:
        await post(session, "late@home.test", "s", "b", "<late@test>")
