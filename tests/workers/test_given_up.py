"""What was given up is told once an hour by kind, logged, counted, and never names anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import structlog

from server.core import clock as now_of
from server.core import jobs
from server.core.database import Database
from server.core.days import DENMARK
from server.core.metrics import DEAD_JOBS
from server.core.settings import Settings
from server.work.deadlines.queries import measure
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import ask, until_caught_up, working
from workers.jobs.given_up import tell_given_up
from workers.registry import KINDS, job
from workers.task import Dead, Task

NOON = datetime(2026, 11, 9, 12, tzinfo=DENMARK)


class Hopeless(Dead):
    """It never works."""


@pytest.fixture
def failing() -> object:
    """A kind of job that is given up at once."""

    @job("failing")
    async def failing(task: Task) -> None:
        raise Hopeless

    yield
    del KINDS["failing"]


async def _fail(database: Database, subject: int) -> None:
    async with database.begin() as session:
        await jobs.due(session, "failing", subject, now_of.now())


async def test_one_letter_an_hour_that_counts_by_kind(
    settings_with: Callable[..., Settings], database: Database, mail_sink: MailSink, clock: Clock, failing: None
) -> None:
    assert tell_given_up is not None
    settings = settings_with(smtp_url=mail_sink.url, operator_mail="drift@region.test")
    clock.stop(NOON)

    async def at(minutes: float, letters: int) -> None:
        clock.stop(NOON + timedelta(minutes=minutes))
        await until_caught_up(database, every=True)
        assert len(mail_sink.letters) == letters, minutes

    with structlog.testing.capture_logs() as logs:
        async with working(settings):
            for subject in range(3):
                await _fail(database, subject)
            await until_caught_up(database)
            await at(2, 1)
            await _fail(database, 9)
            await at(4, 1)
            await at(40, 1)
            await at(64, 2)
            await at(200, 2)
    first, second = mail_sink.letters
    assert first.recipients == ["drift@region.test"]
    assert "failing: 3" in first.text
    assert "failing: 1" in second.text
    assert len([line for line in logs if line["event"] == "job given up" and line["log_level"] == "error"]) == 4


async def test_a_letter_that_is_refused_makes_no_letter(
    settings_with: Callable[..., Settings], database: Database, mail_sink: MailSink, clock: Clock, failing: None
) -> None:
    settings = settings_with(smtp_url=mail_sink.url, operator_mail="gone@region.test")
    mail_sink.refused = {"gone@region.test"}
    clock.stop(NOON)
    await _fail(database, 1)
    async with working(settings):
        for minutes in (0, 2, 70, 140, 210):
            clock.stop(NOON + timedelta(minutes=minutes))
            await until_caught_up(database, every=True)
    assert await ask(database, "SELECT count(*) FROM mail") == 1


async def test_without_an_address_nobody_is_written_to_and_the_gauge_counts(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, failing: None
) -> None:
    clock.stop(NOON)
    await _fail(database, 1)
    async with working(settings):
        for minutes in (0, 2, 70):
            clock.stop(NOON + timedelta(minutes=minutes))
            await until_caught_up(database, every=True)
    assert not mail_sink.letters
    async with database.snapshot() as session:
        await measure(session)
    assert DEAD_JOBS.values == {"failing": 1}
    await ask(database, "UPDATE job SET state = 'due' WHERE kind = 'failing' RETURNING 1")
    async with database.snapshot() as session:
        await measure(session)
    assert [sample.value for metric in DEAD_JOBS.collect() for sample in metric.samples] == []
