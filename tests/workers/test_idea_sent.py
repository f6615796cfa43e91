"""A leader hears that ideas have come: one letter for what a meeting sends, none for what was answered at once."""

from datetime import datetime, timedelta

import pytest

from schemas.answer import StatusChange
from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from server.core import clock as now_of
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import SECRETS, Room, until_caught_up, working

EVENING = datetime(2026, 11, 10, 19, tzinfo=DENMARK)


@pytest.fixture(autouse=True)
def evening(clock: Clock) -> None:
    """A Tuesday evening, before offices close."""
    clock.stop(EVENING)


async def sent(room: Room) -> Idea:
    """An idea sent to Leo, with thirty days to answer."""
    idea = await room.idea(Status.REVIEW, now_of.now() + timedelta(days=30))
    async with room.database.begin() as session:
        line = StatusChange(idea_id=idea.id, status=Status.REVIEW, at=now_of.now())
        session.add(line)
        await session.flush()
        line_id = line.id or 0
    await room.tell(StatusChanged(idea.id or 0, line_id))
    return idea


async def test_what_a_meeting_sends_is_one_letter(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    for _ in range(3):
        await sent(room)
    async with working(settings):
        await until_caught_up(database)
        assert not mail_sink.letters
        clock.stop(EVENING + timedelta(minutes=20))
        await until_caught_up(database)
    (letter,) = mail_sink.letters
    assert letter.recipients == [room.leo.mail]
    assert letter.message["Subject"] == "3 idéer venter på dit svar"
    assert "10. december 2026" in letter.text
    assert "https://peerboard.test/answers" in letter.text.split()
    assert not [words for words in SECRETS if words in letter.text]


async def test_silence_about_what_was_answered_at_once(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await sent(room)
    async with working(settings):
        await until_caught_up(database)
        async with database.begin() as session:
            (await session.get_one(Idea, idea.id)).status = Status.AGREED
        clock.stop(EVENING + timedelta(minutes=20))
        await until_caught_up(database)
    assert not mail_sink.letters


async def test_what_comes_at_night_is_one_letter_in_the_morning(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    async with working(settings):
        ideas = []
        for hour in range(1, 5):  # from eight in the evening
            clock.stop(EVENING + timedelta(hours=hour))
            ideas.append(await sent(room))
            await until_caught_up(database)
        async with database.begin() as session:
            (await session.get_one(Idea, ideas[0].id)).status = Status.AGREED
        clock.stop(EVENING + timedelta(hours=13, minutes=1))
        await until_caught_up(database)
    (letter,) = mail_sink.letters
    assert letter.message["Subject"] == "3 idéer venter på dit svar"
