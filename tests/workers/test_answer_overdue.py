"""A leader is told before the date, and when it has passed: one letter, however many ideas."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from schemas.unit import UnitKind
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from tests.support.clock import Clock
from tests.support.smtp import Letter, MailSink
from tests.workers.scene import SECRETS, Room, ask, until_caught_up, working

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
FRIDAY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=DENMARK)
"""Eleven days later; the word before it comes on Tuesday the 17th."""
TUESDAY = datetime(2026, 11, 17, 9, tzinfo=DENMARK)
AFTER = datetime(2026, 11, 23, 8, 1, tzinfo=DENMARK)
"""The Monday after it."""


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


def dated(sink: MailSink) -> list[Letter]:
    """The letters about dates: all but the one that says that an idea has come."""
    return [letter for letter in sink.letters if "på dit svar" not in str(letter.message["Subject"])]


async def test_a_word_before_the_date_and_one_after_it(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    await room.awaits(FRIDAY)
    async with working(settings):
        await until_caught_up(database)
        for moment, letters in ((TUESDAY - timedelta(hours=2), 0), (TUESDAY, 1), (FRIDAY, 1), (AFTER, 2)):
            clock.stop(moment)
            await until_caught_up(database)
            assert len(dated(mail_sink)) == letters, moment
    soon, late = dated(mail_sink)
    assert soon.message["Subject"] == "Svarfristen er tæt på"
    assert "20. november 2026" in soon.text
    assert late.message["Subject"] == "Svarfristen er overskredet"
    for letter in (soon, late):
        assert letter.recipients == [room.leo.mail]
        assert "https://peerboard.test/answers" in letter.text.split()
        assert letter.message["List-Unsubscribe"] is None
        assert not [words for words in SECRETS if words in letter.text]


async def test_a_date_that_is_near_when_it_is_made_gets_no_word_before_it(
    room: Room, settings: Settings, database: Database, clock: Clock
) -> None:
    clock.stop(TUESDAY + timedelta(hours=1))
    await room.awaits(FRIDAY)
    async with working(settings):
        await until_caught_up(database)
    kinds = await ask(
        database,
        "SELECT string_agg(kind, ' ' ORDER BY kind) FROM job WHERE idea_id IS NOT NULL AND kind <> 'idea_sent'",
    )
    assert kinds == "answer_overdue escalation"


async def _answered(idea: Idea) -> None:
    idea.status = Status.AGREED


async def _moved(idea: Idea) -> None:
    idea.answer_by = FRIDAY + timedelta(days=30)


async def _hidden(idea: Idea) -> None:
    idea.hidden_at = MONDAY


@pytest.mark.parametrize("what", [_answered, _moved, _hidden])
async def test_silence_when_it_was_answered_moved_or_hidden(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, what: Callable[..., object]
) -> None:
    idea = await room.awaits(FRIDAY)
    async with working(settings):
        await until_caught_up(database)
        async with database.begin() as session:
            await what(await session.get_one(Idea, idea.id))  # type: ignore[misc]
        for moment in (TUESDAY, AFTER):
            clock.stop(moment)
            await until_caught_up(database)
    assert await ask(database, "SELECT count(*) FROM job WHERE kind LIKE 'answer_%' AND state = 'done'") == 2
    assert not dated(mail_sink)


async def test_a_new_date_is_watched_anew(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await room.awaits(FRIDAY)
    async with working(settings):
        for moment in (MONDAY, TUESDAY, AFTER):
            clock.stop(moment)
            await until_caught_up(database)
        async with database.begin() as session:
            (await session.get_one(Idea, idea.id)).answer_by = FRIDAY + timedelta(days=14)
        await room.tell(StatusChanged(idea.id or 0, 2), StatusChanged(idea.id or 0, 2))
        await until_caught_up(database)
        for moment in (TUESDAY, AFTER):
            clock.stop(moment + timedelta(days=14))
            await until_caught_up(database)
    assert [letter.message["Subject"] for letter in dated(mail_sink)] == [
        *("Svarfristen er tæt på", "Svarfristen er overskredet"),
        *("Svarfristen er tæt på", "Svarfristen er overskredet"),
    ]
    assert len({letter.message_id for letter in dated(mail_sink)}) == 4


@pytest.mark.parametrize("many", [10, pytest.param(40, marks=pytest.mark.slow)])
async def test_after_an_outage_many_late_ideas_are_one_letter(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, many: int
) -> None:
    for day in range(many):
        await room.awaits(FRIDAY + timedelta(days=day % 8))
    async with working(settings):
        await until_caught_up(database)
    clock.stop(AFTER + timedelta(days=10))  # nobody worked for ten days after the first date
    async with working(settings):
        await until_caught_up(database)
    (letter,) = dated(mail_sink)
    assert letter.message["Subject"] == f"{many} svarfrister er overskredet"
    assert "20. november 2026" in letter.text
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'answer_overdue' AND state = 'done'") == many


async def test_who_answers_in_the_weekend_hears_nothing_on_monday(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await room.awaits(FRIDAY)
    async with working(settings):
        for moment in (MONDAY, FRIDAY, FRIDAY + timedelta(hours=1)):
            clock.stop(moment)
            await until_caught_up(database)
        async with database.begin() as session:
            (await session.get_one(Idea, idea.id)).status = Status.AGREED
        clock.stop(AFTER)
        await until_caught_up(database)
    assert not dated(mail_sink)


@pytest.mark.parametrize("above", [False, True])
async def test_after_an_outage_a_leader_hears_it_from_one_of_two(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, above: bool
) -> None:
    if above:
        await room.lead(UnitKind.REGION, "Rikke Holt")
    await room.awaits(FRIDAY)
    async with working(settings):
        await until_caught_up(database)
    clock.stop(AFTER + timedelta(days=22, hours=2))  # by now it is also too late for this leader
    async with working(settings):
        await until_caught_up(database)
    told = [letter.message["Subject"] for letter in dated(mail_sink) if letter.recipients == [room.leo.mail]]
    assert told == ["En idé er gået en enhed op" if above else "Svarfristen er overskredet"]
