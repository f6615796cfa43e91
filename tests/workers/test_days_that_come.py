"""A pause and a trial have a day: when it comes, those who promised something are told, if it still stands."""

from datetime import date, datetime

import pytest

from schemas.answer import Owner, StatusChange
from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from server.core import clock as now_of
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from server.ideas.ideas.queries import load_story
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import SECRETS, Room, until_caught_up, working

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
DAY = date(2026, 11, 25)
THAT_MORNING = datetime(2026, 11, 25, 8, 1, tzinfo=DENMARK)
NEXT_MORNING = datetime(2026, 11, 26, 8, 1, tzinfo=DENMARK)
BOTH = pytest.mark.parametrize(
    ("status", "moment", "subject"),
    [(Status.ON_HOLD, THAT_MORNING, "En idé skal ses på igen"), (Status.TRIAL, NEXT_MORNING, "En prøve er slut")],
)


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


async def _moved(room: Room, status: Status) -> Idea:
    idea = await room.idea(status)
    async with room.database.begin() as session:
        line = StatusChange(idea_id=idea.id, status=status, at=now_of.now(), day=DAY, text="der mangler plads")
        session.add(line)
        await session.flush()
        line_id = line.id
    await room.tell(StatusChanged(idea.id or 0, line_id))
    return idea


@BOTH
async def test_who_promised_is_told_once_when_the_day_has_come(
    room: Room,
    settings: Settings,
    database: Database,
    mail_sink: MailSink,
    clock: Clock,
    status: Status,
    moment: datetime,
    subject: str,
) -> None:
    ada, olav = await room.coordinate(), await room.coordinate("Olav Lind")
    idea = await _moved(room, status)
    async with database.begin() as session:
        session.add(Owner(idea_id=idea.id, person_id=olav.id, name=olav.name))
    async with working(settings):
        await until_caught_up(database)
        clock.stop(moment.replace(hour=7))
        await until_caught_up(database)
        assert not mail_sink.letters
        for at in (moment, moment.replace(hour=15)):
            clock.stop(at)
            await until_caught_up(database)
    told = {letter.recipients[0] for letter in mail_sink.letters}
    assert told == {room.leo.mail, olav.mail} | ({ada.mail} if status is Status.ON_HOLD else set())
    assert len(mail_sink.letters) == len(told)
    for letter in mail_sink.letters:
        assert letter.message["Subject"] == subject
        assert f"https://peerboard.test/ideas/{idea.public_id}" in letter.text
        assert not [words for words in (*SECRETS, "plads") if words in letter.text]


@BOTH
async def test_silence_when_it_went_on_or_was_put_off(
    room: Room,
    settings: Settings,
    database: Database,
    mail_sink: MailSink,
    clock: Clock,
    status: Status,
    moment: datetime,
    subject: str,
) -> None:
    gone, off = await _moved(room, status), await _moved(room, status)
    async with working(settings):
        await until_caught_up(database)
        async with database.begin() as session:
            (await session.get_one(Idea, gone.id)).status = Status.AGREED
            later = date(2026, 12, 25)
            session.add(StatusChange(idea_id=off.id, status=status, at=now_of.now(), day=later, text="igen"))
        clock.stop(moment)
        await until_caught_up(database)
    assert not mail_sink.letters


async def test_a_pause_that_is_over_shows_as_a_broken_promise(room: Room, database: Database, clock: Clock) -> None:
    idea = await _moved(room, Status.ON_HOLD)
    for moment, late in ((THAT_MORNING, False), (NEXT_MORNING, True)):
        clock.stop(moment)
        async with database.snapshot() as session:
            assert bool((await load_story(session, idea.public_id)).broken) is late


async def test_an_owner_without_an_account_is_asked_how_the_trial_went(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await _moved(room, Status.TRIAL)
    async with database.begin() as session:
        session.add(Owner(idea_id=idea.id, name="Ida Skov", mail="ida@kommune.test"))
    async with working(settings):
        await until_caught_up(database)
        clock.stop(NEXT_MORNING)
        await until_caught_up(database)
    assert {letter.recipients[0] for letter in mail_sink.letters} == {room.leo.mail, "ida@kommune.test"}
    (letter,) = mail_sink.to("ida@kommune.test")
    assert "https://peerboard.test/o/" in letter.text, "the address that opens just that idea"


async def test_many_that_wait_for_the_same_day_are_one_letter(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    ada = await room.coordinate()
    for _ in range(7):
        await _moved(room, Status.ON_HOLD)
    gone, hidden = await _moved(room, Status.ON_HOLD), await _moved(room, Status.ON_HOLD)
    async with working(settings):
        await until_caught_up(database)
        async with database.begin() as session:
            (await session.get_one(Idea, gone.id)).status = Status.AGREED
            (await session.get_one(Idea, hidden.id)).hidden_at = now_of.now()
        clock.stop(THAT_MORNING)
        await until_caught_up(database)
    assert sorted(letter.recipients[0] for letter in mail_sink.letters) == sorted([room.leo.mail, ada.mail])
    assert {letter.message["Subject"] for letter in mail_sink.letters} == {"7 idéer skal ses på igen"}
    assert f"https://peerboard.test/b/{room.board.public_id}/progress" in mail_sink.letters[0].text.split()
