"""A step is spoken of three days before its day and the day after it, once each; silence is asked about."""

from datetime import date, timedelta

from schemas.answer import Step
from schemas.flow import Status
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.promises import STALE_AFTER
from server.core import clock as now_of
from server.core.change import changing_board
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.work.owners.assigning import Named
from server.work.steps.planning import plan_step
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.work.owners.working import IDA, STEP, at, change_step, monday, step_of, told, working_idea
from tests.workers.scene import SECRETS, Room, ask, working

DAY = timedelta(days=1)
SUBJECTS = "SELECT count(*) FROM mail WHERE subject LIKE :like"
LOOKS = "SELECT count(*) FROM job WHERE kind = 'stale' AND state = 'due'"


def day_of(ahead: int) -> date:
    """The day so many days after the first."""
    return monday() + ahead * DAY


async def _settled(database: Database) -> None:
    """Nothing is due now; what is due later may wait."""
    await until(lambda: _none_due(database), what="all that is due to be done")


async def _none_due(database: Database) -> bool:
    query = "SELECT count(*) FROM job WHERE state = 'due' AND due_at <= :now AND kind NOT LIKE 'every:%'"
    return bool(await ask(database, query, now=now_of.now()) == 0)


async def _go(clock: Clock, database: Database, to: object) -> None:
    clock.stop(to)  # type: ignore[arg-type]
    await _settled(database)
    await _settled(database)  # what the first have made due


async def test_three_days_before_and_the_day_after(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    idea = await working_idea(room, ahead=10)  # a Thursday
    day = (await step_of(room, idea)).day
    async with working(settings):
        await _go(clock, database, at(monday()))
        assert [letter.message["Subject"] for letter in mail_sink.letters] == [f"Du har ansvaret for idé {idea.id}"]
        await _go(clock, database, at(day - 4 * DAY))
        assert len(mail_sink.letters) == 1
        await _go(clock, database, at(day - 3 * DAY))
        assert mail_sink.letters[1].message["Subject"] == f"Et skridt for idé {idea.id} skal snart være taget"
        await _go(clock, database, at(day, 23))
        assert len(mail_sink.letters) == 2
        for _ in range(2):  # once, however often one looks
            await _go(clock, database, at(day + DAY, 9))
        assert await told(room, idea, MomentKind.STEP_LATE) == 1
        assert mail_sink.letters[2].message["Subject"] == f"Et skridt for idé {idea.id} er ikke taget til tiden"
        assert len(mail_sink.letters) == 3
    assert {recipient for letter in mail_sink.letters for recipient in letter.recipients} == {IDA.mail}
    for letter in mail_sink.letters:
        assert "https://peerboard.test/o/" in letter.text
        assert not [words for words in (*SECRETS, STEP, "Natholdet") if words in letter.text]
    assert len(set(mail_sink.message_ids)) == 3


async def test_of_two_owners_each_hears_of_their_own_step(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    region = Named("Bo Lund, Regionen", "bo@region.test")
    idea = await working_idea(room, IDA, region, ahead=10)
    await change_step(room, idea, person="ida lind")
    async with changing_board(Runtime(settings, database, Doorbell("")), room.board_id) as change:
        await plan_step(change, await change.session.get_one(Idea, idea.id), "Bed om penge", region.name, day_of(24))
    async with working(settings):
        await _go(clock, database, at(monday()))
        assert len(mail_sink.letters) == 2, "each has got the idea"
        for ahead in (7, 11):
            await _go(clock, database, at(day_of(ahead)))
        assert {recipient for letter in mail_sink.letters[2:] for recipient in letter.recipients} == {IDA.mail}
        assert len(mail_sink.letters) == 4, "near, and late"
        await _go(clock, database, at(day_of(21)))
        assert mail_sink.letters[4].recipients == [region.mail]


async def test_who_takes_it_in_the_weekend_hears_nothing_on_monday(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    idea = await working_idea(room, ahead=11)  # a Friday
    step = await step_of(room, idea)
    async with working(settings):
        await _go(clock, database, at(monday()))
        await _go(clock, database, at(step.day - 3 * DAY))
        await _go(clock, database, at(step.day + DAY, 1))
        assert await told(room, idea, MomentKind.STEP_LATE) == 1, "it was late"
        async with room.database.begin() as session:
            (await session.get_one(Step, step.id)).done_at = now_of.now()
        await _go(clock, database, at(step.day + 3 * DAY, 9))
    assert len(mail_sink.letters) == 2, [letter.message["Subject"] for letter in mail_sink.letters]


async def test_silence_when_it_was_taken_moved_or_rests(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    taken, moved, rests = [await working_idea(room, ahead=4) for _ in range(3)]
    day = (await step_of(room, taken)).day
    await change_step(room, taken, done_at=now_of.now())
    await change_step(room, moved, day=day + 30 * DAY)
    async with database.begin() as session:
        (await session.get_one(Idea, rests.id)).status = Status.ON_HOLD
    async with working(settings):
        for when in (at(day - 3 * DAY, 9), at(day + DAY, 9)):
            await _go(clock, database, when)
    assert await ask(database, SUBJECTS, like="Et skridt%") == 0
    assert [await told(room, each, MomentKind.STEP_LATE) for each in (taken, moved, rests)] == [0, 0, 0]


async def test_the_leader_hears_where_the_owner_is_only_a_name(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    from server.work.owners.assigning import Named

    clock.stop(at(monday()))
    idea = await working_idea(room, Named("Natholdet"), ahead=1)
    async with working(settings):
        await _go(clock, database, at(monday() + 2 * DAY))
    (letter,) = mail_sink.letters
    assert letter.recipients == [room.leo.mail]
    assert f"https://peerboard.test/ideas/{idea.public_id}" in letter.text


async def test_an_outage_gives_one_letter_and_no_flood(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    idea = await working_idea(room, ahead=10)
    async with working(settings):
        await _settled(database)
    clock.stop(at(monday() + 15 * DAY))
    async with working(settings):
        await _settled(database)
        await until(lambda: len(mail_sink.letters) >= 2, what="the letter")
        await _settled(database)
    assert [letter.message["Subject"] for letter in mail_sink.letters[1:]] == [
        f"Et skridt for idé {idea.id} er ikke taget til tiden"
    ]


async def test_thirty_days_of_silence(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    idea = await working_idea(room, ahead=300)
    started = (await _stored(database, idea)).status_at
    async with working(settings):
        await until(lambda: ask(database, LOOKS), what="the idea to be looked in on")
        clock.stop(started + STALE_AFTER - timedelta(minutes=5))
        await _settled(database)
        assert await ask(database, SUBJECTS, like="Hvordan går det%") == 0
        clock.stop(started + STALE_AFTER + timedelta(hours=1))
        await until(lambda: ask(database, SUBJECTS, like="Hvordan går det%"), what="the question")
        await _settled(database)
        assert await ask(database, LOOKS) == 1, "it is looked in on again"
        await until(lambda: _asked(mail_sink) == 1, what="the first question")
        clock.stop(started + 2 * STALE_AFTER)  # not before 30 days after the first letter
        await _settled(database)
        assert _asked(mail_sink) == 1
        clock.stop(started + 2 * STALE_AFTER + timedelta(hours=3))
        await until(lambda: _asked(mail_sink) == 2, what="the second question")


async def test_news_put_the_question_off(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    from server.core.change import changing_board
    from server.core.doorbell import Doorbell
    from server.core.runtime import Runtime
    from server.ideas.moments.commands import add_moment

    clock.stop(at(monday()))
    idea = await working_idea(room, ahead=300)
    async with working(settings):
        await _settled(database)
        clock.stop(at(monday() + 20 * DAY))
        async with changing_board(Runtime(settings, database, Doorbell("")), room.board_id) as change:
            await add_moment(change, await change.session.get_one(Idea, idea.id), MomentKind.NEWS, text="Filten er her")
        await _go(clock, database, at(monday() + 31 * DAY))
        assert await ask(database, SUBJECTS, like="Hvordan går det%") == 0
        await _go(clock, database, at(monday() + 51 * DAY))
        assert await ask(database, SUBJECTS, like="Hvordan går det%") == 1


async def _stored(database: Database, idea: Idea) -> Idea:
    async with database.begin() as session:
        return await session.get_one(Idea, idea.id)


def _asked(mail_sink: MailSink) -> int:
    return sum(str(letter.message["Subject"]).startswith("Hvordan går det") for letter in mail_sink.letters)
