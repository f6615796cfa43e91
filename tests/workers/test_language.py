"""What workers write to staff of their own accord comes in the language of each reader, whatever the way."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from schemas.person import Person
from schemas.unit import UnitKind
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from server.core.translations import say
from server.work.deadlines import letters
from server.work.deadlines.telling import Told, tell_staff
from server.work.owners.assigning import Named
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.work.owners.working import IDA, at, monday, step_of, working_idea
from tests.workers.scene import Room, until_caught_up, working
from tests.workers.test_digest import ticked
from workers.jobs.answer_due_soon import SENTENCE as DUE_SOON
from workers.jobs.answer_overdue import SENTENCE as OVERDUE
from workers.jobs.idea_sent import SENTENCE as SENT
from workers.jobs.on_hold import SENTENCE as ON_HOLD
from workers.jobs.trial_ended import SENTENCE as TRIAL_ENDED

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
BY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=DENMARK)
DAY = timedelta(days=1)


async def reads(database: Database, person: Person, language: str) -> None:
    """Somebody has chosen a language."""
    async with database.begin() as session:
        (await session.get_one(Person, person.id)).language = language


def subjects(mail_sink: MailSink, mail: str) -> list[str]:
    """Of the letters that came to an address, in order."""
    return [str(one.message["Subject"]) for one in mail_sink.letters if one.recipients == [mail]]


@pytest.mark.long
async def test_the_same_news_comes_to_each_in_their_own(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(MONDAY)
    nina, ada, eva = (
        await room.lead(UnitKind.REGION, "Nina Krog"),
        await room.coordinate(),
        await room.coordinate("Eva Lund"),
    )
    for person in (room.leo, eva):
        await reads(database, person, "en")
    await room.awaits(BY)
    async with working(settings):
        for moment in (MONDAY, MONDAY + timedelta(minutes=20), BY - 3 * DAY, BY + 3 * DAY, BY + 17 * DAY):
            clock.stop(moment.replace(hour=10, minute=30))
            await until_caught_up(database)
    assert subjects(mail_sink, room.leo.mail) == [
        "An idea awaits your answer",
        "An answer is due soon",
        "An answer is overdue",
        "An idea went one unit up",
    ]
    assert subjects(mail_sink, eva.mail) == ["An idea went one unit up"]
    assert subjects(mail_sink, ada.mail) == ["En idé er gået en enhed op"]
    assert subjects(mail_sink, nina.mail) == ["En idé venter nu på dit svar"]
    assert "6 January 2027" in next(one.text for one in mail_sink.letters if one.recipients == [eva.mail])


async def test_owners_with_an_account_and_a_leader_who_stands_in(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    ada = await room.coordinate()
    for person in (ada, room.leo):
        await reads(database, person, "en")
    owned = await working_idea(room, IDA, Named(ada.name, person_id=ada.id))
    nobody_s = await working_idea(room, Named("Natholdet"))
    day = (await step_of(room, owned)).day
    async with working(settings):
        for moment in (at(monday()), at(day - 3 * DAY), at(day + DAY, 9)):
            clock.stop(moment)
            for _ in range(2):  # what the first have made due
                await until_caught_up(database)
    assert subjects(mail_sink, ada.mail) == [
        f"You are responsible for idea {owned.id}",
        f"A step of idea {owned.id} is due soon",
        f"A step of idea {owned.id} is late",
    ]
    assert subjects(mail_sink, IDA.mail)[0] == f"Du har ansvaret for idé {owned.id}", "without an account: Danish"
    assert subjects(mail_sink, room.leo.mail) == [
        f"A step of idea {nobody_s.id} is due soon",
        f"A step of idea {nobody_s.id} is late",
    ]


async def test_the_weekly_letter_of_staff(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    """What is too much for a week, told in the workers' own sentences."""
    clock.stop(MONDAY)
    await reads(database, room.leo, "en")
    idea, told = await room.idea(), (SENT, DUE_SOON, OVERDUE, ON_HOLD, TRIAL_ENDED)
    letter, link = letters.trial_ended(room.board.name, "https://peerboard.test/x"), "https://peerboard.test/x"
    async with database.begin() as session:
        for number, sentence in enumerate((*("",) * 5, *told)):
            await tell_staff(session, settings, [Told([room.leo.mail], idea, letter, sentence, link, (number,))])
            # Each of the first goes out before the next: it cannot join it.
            await session.execute(text("UPDATE job SET attempts = 1 WHERE kind = 'mail'"))
    async with working(settings):
        await until_caught_up(database)
        clock.stop(BY.replace(hour=9, minute=1))
        await ticked(database)
    lines = mail_sink.letters[-1].text.splitlines()
    assert subjects(mail_sink, room.leo.mail)[-1] == "The week's news of ideas"
    assert [line.partition(": ")[2] for line in lines if line.startswith("Idea ")] == [say("en", one) for one in told]
    assert not set(told) & {line.partition(": ")[2] for line in lines}
