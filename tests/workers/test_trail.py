"""The trail's head is mailed once a week, and its oldest lines go after thirteen months."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from schemas.trail import KEPT, Deed
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from server.core.trail import Entry, note
from server.ops.audit.verify import Head, verify
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import ask, until_caught_up, working
from workers.jobs.trail import last_monday

MONDAY = datetime(2026, 11, 9, 8, tzinfo=DENMARK)


@pytest.mark.long
async def test_one_letter_a_week_and_thirteen_months(
    settings_with: Callable[..., Settings], database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    settings = settings_with(smtp_url=mail_sink.url, operator_mail="drift@region.test")

    async def at(days: float, letters: int) -> None:
        clock.stop(MONDAY + timedelta(days=days))
        await until_caught_up(database, every=True)
        assert len(mail_sink.letters) == letters, days

    clock.stop(MONDAY)
    async with working(settings):
        await at(0, 0)  # nothing was noted yet
        async with database.begin() as session:
            note(session, settings.secret, Entry(Deed.LOOKED, who=7), Entry(Deed.EXPORTED, who=7))
        await at(1, 1)
        await at(6.9, 1)
        await at(7, 2)
        head = Head.read(mail_sink.letters[0].message.get_content().split("--head ")[1].split()[0])
        assert (await verify(database, [settings.secret], [head])).faults == []
        await at(KEPT.days, 3)
        assert await ask(database, "SELECT count(*) FROM trail") == 2
        await at(KEPT.days + 2, 3)
        assert await ask(database, "SELECT count(*) FROM trail") == 0
    async with database.begin() as session:
        note(session, settings.secret, Entry(Deed.LOOKED, who=7))
    told = await verify(database, [settings.secret], [head])
    assert (told.faults, told.first) == ([], 3)


def test_a_week_begins_on_monday_at_eight() -> None:
    for days, at in ((0, 0), (6.99, 0), (7, 7), (-0.01, -7)):
        assert last_monday(MONDAY + timedelta(days=days)) == MONDAY + timedelta(days=at)
