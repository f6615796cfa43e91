"""What we write of our own accord keeps to open hours and to its number a week, also when things go wrong."""

import asyncio
from datetime import datetime, timedelta

import pytest

from schemas.idea import Idea
from schemas.job import Job, JobState
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from server.ideas.follows.letters import attention
from server.mail.news import MOST_A_WEEK, News, Reader, tell
from server.mail.outbox import message_id, post
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.workers.scene import Room, ask, until_caught_up, working

WEDNESDAY = datetime(2026, 4, 1, 19, tzinfo=DENMARK)
"""The last hour before Easter."""
TUESDAY = datetime(2026, 4, 7, 8, 1, tzinfo=DENMARK)


async def _tell(
    settings: Settings, database: Database, idea: Idea, mail: str, *reason: object, alone: bool = False
) -> None:
    """`alone`: nothing joins it."""
    ident = message_id(settings, "news", mail, *reason)
    told = News(idea, attention("Leo", "https://peerboard.test/x"), "Der er nyt.", "https://peerboard.test/x", ident)
    async with database.begin() as session:
        stop = f"https://peerboard.test/follow/{reason}" if alone else None
        await tell(session, Reader(mail, "da", unsubscribe=stop), told)


async def test_a_mail_server_that_was_down_over_easter_gets_it_on_tuesday(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(WEDNESDAY)
    await mail_sink.stop()
    await _tell(settings, database, await room.idea(), "leo@region.test")
    asked = "SELECT count(*) FROM job WHERE kind = 'mail' AND last_error = :why"
    async with working(settings):
        await until(lambda: ask(database, asked, why="SMTPConnectError"), what="the first try")
        await mail_sink.start()
        for moment in (WEDNESDAY + timedelta(hours=2), WEDNESDAY + timedelta(days=4)):
            clock.stop(moment)
            await until_caught_up(database)
            assert not mail_sink.letters, "offices are closed"
        clock.stop(TUESDAY)
        await until_caught_up(database)
    assert len(mail_sink.letters) == 1
    assert await ask(database, "SELECT count(*) FROM job WHERE state = 'dead'") == 0


async def test_what_a_person_asked_for_goes_at_night(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(WEDNESDAY + timedelta(hours=8))
    async with database.begin() as session:
        await post(session, "ben@home.test", "Dit link", "x", message_id(settings, "link", 1))
    async with working(settings):
        await until_caught_up(database)
    assert len(mail_sink.letters) == 1


@pytest.mark.parametrize("at_once", [2, 12])
async def test_transactions_at_the_same_time_send_no_more_than_the_week_s_letters(
    room: Room, settings: Settings, database: Database, clock: Clock, at_once: int
) -> None:
    clock.stop(WEDNESDAY)
    idea, before = await room.idea(), MOST_A_WEEK - 1 if at_once == 2 else 0
    for number in range(before):
        await _tell(settings, database, idea, "leo@region.test", "before", number, alone=True)
    told = (_tell(settings, database, idea, "leo@region.test", number, alone=True) for number in range(at_once))
    await asyncio.gather(*told)
    assert await ask(database, "SELECT count(*) FROM mail") == MOST_A_WEEK
    assert await ask(database, "SELECT count(*) FROM digest_line") == before + at_once - MOST_A_WEEK


async def test_a_refused_and_a_greylisted_reader_cost_nobody_else_their_letter(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(WEDNESDAY)
    mail_sink.refused, mail_sink.greylist = {"gone@home.test"}, True
    idea = await room.idea()
    for mail in ("gone@home.test", "ben@home.test", "rie@home.test"):
        await _tell(settings, database, idea, mail)
    async with working(settings):
        await until_caught_up(database)
        clock.stop(WEDNESDAY + timedelta(seconds=30))
        await until_caught_up(database)
    assert sorted(found.recipients[0] for found in mail_sink.letters) == ["ben@home.test", "rie@home.test"]
    dead = "SELECT count(*) FROM job WHERE state = 'dead' AND last_error = 'AddressRefused' AND idea_id = :idea"
    assert await ask(database, dead, idea=idea.id) == 1


async def test_nothing_joins_a_letter_that_may_have_come_already(
    room: Room, settings: Settings, database: Database, clock: Clock
) -> None:
    clock.stop(WEDNESDAY + timedelta(hours=8))
    idea, stop = await room.idea(), "https://peerboard.test/follow/x"

    async def tells(number: int) -> None:
        ident = message_id(settings, "news", number)
        told = News(
            idea, attention("Leo", "https://peerboard.test/x"), "Der er nyt.", "https://peerboard.test/x", ident
        )
        async with database.begin() as session:
            await tell(session, Reader("ben@home.test", "da", unsubscribe=stop), told)

    for number in range(2):
        await tells(number)
    assert await ask(database, "SELECT count(*) FROM mail") == 1
    mail = await ask(database, "SELECT id FROM mail")
    async with database.begin() as session:
        name, now = f"handed:{mail}:0", WEDNESDAY
        session.add(Job(kind="handed", subject_id=mail, dedupe=name, due_at=now, state=JobState.DONE))
    await tells(2)
    assert await ask(database, "SELECT count(*) FROM mail") == 2
