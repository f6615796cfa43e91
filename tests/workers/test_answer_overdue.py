"""A leader who lets the date pass is told so, once per idea and date."""

from datetime import timedelta

from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from server import clock as now_of
from server.database import Database
from server.settings import Settings
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.workers.scene import SECRETS, Room, ask, until_idle, working

WEEK = timedelta(days=7)
PENDING = "SELECT count(*) FROM job WHERE kind = 'answer_overdue'"


async def _sent_to_leo(room: Room, status: Status = Status.REVIEW) -> Idea:
    idea = await room.idea(status, now_of.now() + WEEK)
    await room.tell(StatusChanged(idea.id or 0, 1))
    return idea


async def test_the_leader_hears_when_the_date_has_passed(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    await _sent_to_leo(room)
    async with working(settings):
        await until(lambda: ask(database, PENDING), what="the date to be watched")
        clock.ahead(WEEK - timedelta(minutes=1))
        assert not mail_sink.letters
        clock.ahead(timedelta(minutes=2))
        await until(lambda: mail_sink.letters, what="the mail")
        await until_idle(database)
    (letter,) = mail_sink.letters
    assert letter.recipients == [room.leo.mail]
    assert letter.message["Subject"] == "Svarfristen er overskredet"
    assert "https://peerboard.test/answers" in letter.text.split()
    assert letter.message["List-Unsubscribe"] is None
    assert not [words for words in SECRETS if words in letter.text]


async def test_silence_when_it_was_answered_moved_or_never_asked(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    answered, moved = await _sent_to_leo(room), await _sent_to_leo(room)
    await _sent_to_leo(room, Status.AGREED)
    async with working(settings):
        await until(lambda: _count(database, 2), what="two dates to be watched")
        async with database.begin() as session:
            (await session.get_one(Idea, answered.id)).status = Status.AGREED
            (await session.get_one(Idea, moved.id)).answer_by = now_of.now() + 2 * WEEK
        clock.ahead(WEEK + timedelta(minutes=1))
        await until_idle(database)
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'answer_overdue' AND state = 'done'") == 2
    assert not mail_sink.letters


async def test_a_new_date_is_watched_anew(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await _sent_to_leo(room)
    async with working(settings):
        await until(lambda: ask(database, PENDING), what="the date to be watched")
        clock.ahead(WEEK + timedelta(minutes=1))
        await until(lambda: len(mail_sink.letters) == 1, what="the first mail")
        async with database.begin() as session:
            (await session.get_one(Idea, idea.id)).answer_by = now_of.now() + WEEK
        await room.tell(StatusChanged(idea.id or 0, 2), StatusChanged(idea.id or 0, 2))
        await until(lambda: _count(database, 2), what="the new date to be watched")
        clock.ahead(WEEK + timedelta(minutes=1))
        await until(lambda: len(mail_sink.letters) == 2, what="the second mail")
        await until_idle(database)
    assert len(set(mail_sink.message_ids)) == 2


async def _count(database: Database, wanted: int) -> bool:
    return bool(await ask(database, PENDING) == wanted)
