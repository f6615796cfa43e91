"""Events reach their handlers in order and exactly once, whatever dies or fails meanwhile."""

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from schemas.answer import AnswerGiven
from schemas.event import EventBase
from schemas.flow import Status
from schemas.idea import IdeaEdited, StatusChanged
from server.core import clock as now_of
from server.core.database import Database
from server.core.settings import Settings
from tests.support.clock import Clock, to_office_hours
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.workers.scene import Room, ask, until_idle, working
from workers.jobs import events
from workers.registry import HANDLERS, News

PUT_BACK = "SELECT count(*) FROM job WHERE kind = :kind AND attempts = :attempts AND lease_token IS NULL"
"""Whether it waits to be tried once more."""


@pytest.fixture(autouse=True)
def by_day(clock: Clock) -> None:
    """Offices are open: what is told of goes out at once."""
    clock.ahead(to_office_hours(now_of.now()))


def test_an_event_wakes_workers_just_when_one_handles_it(settings: Settings) -> None:
    assert set(HANDLERS) == {name for name, kind in EventBase.KINDS.items() if kind.wakes}


async def test_in_order_and_once_with_three_workers(
    room: Room, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    async def listener(news: News[StatusChanged]) -> None:
        await asyncio.sleep(0)
        heard.append(news.event.change_id)

    monkeypatch.setitem(HANDLERS, "StatusChanged", [listener])
    async with working(settings), working(settings), working(settings):
        for number in range(1, 61):
            await room.tell(StatusChanged(1, number), IdeaEdited(1))
        await until_idle(database)
    assert heard == list(range(1, 61))
    assert await ask(database, "SELECT seq FROM cursor") == 120
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'events' AND state = 'done'") == 60


@pytest.mark.parametrize("many", [6, 7])
async def test_what_has_piled_up_is_handled_in_parts_that_end_in_time(
    room: Room, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    heard: list[tuple[int, int]] = []

    async def listener(news: News[StatusChanged]) -> None:
        transaction = await news.session.scalar(text("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)"))
        heard.append((transaction, news.event.change_id))

    monkeypatch.setattr(events, "AT_ONCE", 3)
    monkeypatch.setitem(HANDLERS, "StatusChanged", [listener])
    await room.tell(*(StatusChanged(1, number) for number in range(1, many + 1)))
    async with working(settings):
        await until_idle(database)
    assert [change for _, change in heard] == list(range(1, many + 1))
    assert max(Counter(transaction for transaction, _ in heard).values()) == 3
    assert await ask(database, "SELECT seq FROM cursor") == many


async def test_what_wakes_nobody_makes_no_job(room: Room, database: Database) -> None:
    for _ in range(10):
        await room.tell(IdeaEdited(1))
    assert await ask(database, "SELECT count(*) FROM job") == 0


async def test_a_transaction_that_is_cut_off_is_undone_and_done_again(
    room: Room,
    settings: Settings,
    database: Database,
    mail_sink: MailSink,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The mails are written, then the connection dies: no mail of it goes out; later all of them, once."""
    idea = await room.idea(Status.AGREED)
    for name in ("a", "b", "c"):
        await room.follow(idea, f"{name}@home.test")
    cuts: list[int] = []

    async def cut(news: News[AnswerGiven]) -> None:
        cuts.append(news.row.seq)
        if len(cuts) < 3:
            await news.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    monkeypatch.setitem(HANDLERS, "AnswerGiven", [*HANDLERS["AnswerGiven"], cut])
    await room.tell(AnswerGiven(idea.id or 0, 1))
    async with working(settings):
        for attempts in (1, 2):
            await until(partial(ask, database, PUT_BACK, kind="events", attempts=attempts), what="a cut")
            clock.ahead(timedelta(minutes=1))
        await until_idle(database)
    assert cuts == [1, 1, 1]
    assert len(mail_sink.letters) == 3
    assert len(set(mail_sink.message_ids)) == 3
    assert await ask(database, "SELECT attempts FROM job WHERE kind = 'events'") == 3


async def test_an_event_that_a_handler_cannot_digest_holds_up_no_other(
    room: Room,
    settings: Settings,
    database: Database,
    mail_sink: MailSink,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    async def chokes(news: News[AnswerGiven]) -> None:
        tried.append(news.row.seq)
        if len(tried) < 3:
            raise ZeroDivisionError

    idea = await room.idea(Status.AGREED)
    await room.follow(idea, "ben@home.test")
    monkeypatch.setitem(HANDLERS, "AnswerGiven", [chokes, *HANDLERS["AnswerGiven"]])
    await room.tell(AnswerGiven(idea.id or 0, 1))
    async with working(settings):
        await until(lambda: mail_sink.letters, what="the mail by the other handler")
        await until(partial(ask, database, PUT_BACK, kind="handler", attempts=1), what="the second try")
        clock.ahead(timedelta(minutes=1))
        await until_idle(database)
    assert tried == [1, 1, 1]
    assert await ask(database, "SELECT state || attempts FROM job WHERE kind = 'handler'") == "done2"
