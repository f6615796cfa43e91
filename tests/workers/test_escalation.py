"""An answer that stays away goes one unit up, with a new date; at the top it is said once that nobody is above."""

from datetime import datetime, timedelta

import pytest

from schemas.flow import Status
from schemas.idea import Idea
from schemas.unit import UnitKind
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from server.ideas.ideas.queries import load_story
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.smtp import MailSink
from tests.workers.scene import SECRETS, Room, ask, until_caught_up, working

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
BY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=DENMARK)
UP = datetime(2026, 12, 7, 8, 1, tzinfo=DENMARK)
"""Fourteen days after it is a Friday night; this is the Monday when mail goes out."""
NEW = datetime(2027, 1, 4, 23, 59, 59, tzinfo=DENMARK)
"""Thirty days after the night to Saturday the 5th is the 4th of January, a Monday."""
NIGHT = BY + timedelta(days=14, minutes=1)
LINES = "SELECT kind, name, day, number FROM moment ORDER BY id"


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


async def _pass(database: Database, clock: Clock, *moments: datetime) -> None:
    for moment in moments:
        clock.stop(moment)
        await until_caught_up(database)


async def test_the_next_leader_gets_it_with_a_new_date_and_all_concerned_hear_of_it(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    nina, ada = await room.lead(UnitKind.REGION, "Nina Krog"), await room.coordinate()
    idea = await room.awaits(BY)
    async with working(settings):
        await _pass(database, clock, MONDAY, BY + timedelta(days=3))
        mail_sink.letters.clear()
        await _pass(database, clock, BY + timedelta(days=13, hours=23))
        assert await ask(database, "SELECT count(*) FROM moment") == 0
        await _pass(database, clock, NIGHT)
        assert not mail_sink.letters, "at night nobody is written to"
        await _pass(database, clock, UP)
    (line,) = await rows(database.url, LINES)
    assert tuple(line) == ("escalated", "Nina Krog, Direktør, Region Nord", NEW.date(), 15)
    async with database.begin() as session:
        stored = await session.get_one(Idea, idea.id)
        assert (stored.leader_id, stored.answer_by, stored.status) == (nina.id, NEW, Status.REVIEW)
    asked = await rows(database.url, "SELECT person_id, asked, sent_on FROM leader_figures")
    assert (room.leo.id, 1, 0) in [tuple(each) for each in asked], "though it is no longer his"
    subjects = {letter.recipients[0]: str(letter.message["Subject"]) for letter in mail_sink.letters}
    assert subjects == {
        nina.mail: "En idé venter nu på dit svar",
        room.leo.mail: "En idé er gået en enhed op",
        ada.mail: "En idé er gået en enhed op",
    }
    for letter in mail_sink.letters:
        assert "4. januar 2027" in letter.text
        assert not [words for words in SECRETS if words in letter.text]
    kinds = "SELECT string_agg(kind, ' ' ORDER BY kind) FROM job WHERE state = 'due' AND idea_id = :idea"
    assert await ask(database, kinds, idea=idea.id) == "answer_due_soon answer_overdue escalation"


async def test_from_unit_to_unit_and_at_the_top_it_is_said_once(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    nina, ada = await room.lead(UnitKind.HOSPITAL, "Nina Krog"), await room.coordinate()
    await room.awaits(BY)
    top = NEW + timedelta(days=14, minutes=1)
    async with working(settings):
        await _pass(database, clock, NIGHT, top)
        mail_sink.letters.clear()
        await _pass(database, clock, top + timedelta(days=3, hours=9), top + timedelta(days=200))
        async with database.begin() as session:  # a second job for the same date, as a change of the days would make
            (await session.get_one(type(room.board), room.board_id)).escalate_days = 20
        await ask(database, "UPDATE job SET state = 'due' WHERE kind = 'escalation' RETURNING 1")
        await until_caught_up(database)
    assert [line["kind"] for line in await rows(database.url, LINES)] == ["escalated", "nobody_above"]
    letters = [letter for letter in mail_sink.letters if letter.message["Subject"] == "En idé mangler svar"]
    assert [letter.recipients for letter in letters] == [[ada.mail]]
    assert await ask(database, "SELECT leader_id FROM idea") == nina.id


async def test_who_leads_both_units_is_not_asked_twice(
    room: Room, settings: Settings, database: Database, clock: Clock
) -> None:
    await ask(database, "UPDATE unit SET leader_id = :leo WHERE kind = 'hospital' RETURNING 1", leo=room.leo.id)
    nina = await room.lead(UnitKind.REGION, "Nina Krog")
    await room.awaits(BY)
    async with working(settings):
        await _pass(database, clock, MONDAY, NIGHT)
    assert await ask(database, "SELECT leader_id FROM idea") == nina.id


async def test_a_leader_who_left_is_followed_by_the_board_s_own(
    room: Room, settings: Settings, database: Database, clock: Clock
) -> None:
    await room.awaits(BY)
    await ask(database, "UPDATE idea SET leader_id = NULL RETURNING 1")
    async with working(settings):
        await _pass(database, clock, MONDAY, NIGHT)
    assert await ask(database, "SELECT leader_id FROM idea") == room.leo.id


async def test_silence_when_it_was_answered_or_hidden_meanwhile(
    room: Room, settings: Settings, database: Database, clock: Clock
) -> None:
    await room.lead(UnitKind.HOSPITAL, "Nina Krog")
    answered, hidden = await room.awaits(BY), await room.awaits(BY)
    async with working(settings):
        await _pass(database, clock, MONDAY)
        async with database.begin() as session:
            (await session.get_one(Idea, answered.id)).status = Status.AGREED
            (await session.get_one(Idea, hidden.id)).hidden_at = MONDAY
        await _pass(database, clock, NIGHT)
    assert await ask(database, "SELECT count(*) FROM moment") == 0
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'escalation' AND state = 'done'") == 2


@pytest.mark.parametrize("many", [10, pytest.param(40, marks=pytest.mark.slow)])
async def test_after_an_outage_many_ideas_go_up_in_one_letter_to_each(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, many: int
) -> None:
    nina, ada = await room.lead(UnitKind.HOSPITAL, "Nina Krog"), await room.coordinate()
    for day in range(many):
        await room.awaits(BY + timedelta(days=day % 8))
    async with working(settings):
        await until_caught_up(database)
    clock.stop(UP + timedelta(days=20))
    async with working(settings):
        await until_caught_up(database)
        await _pass(database, clock, UP + timedelta(days=22))
    assert [str(letter.message["Subject"]) for letter in mail_sink.to(nina.mail)] == [
        f"{many} idéer venter nu på dit svar"
    ]
    assert len(mail_sink.to(room.leo.mail)) == 1, "no word of what is late, when it goes up in the same breath"
    assert len(mail_sink.to(ada.mail)) == 1
    assert await ask(database, "SELECT count(DISTINCT idea_id) FROM moment WHERE kind = 'escalated'") == many
    assert await ask(database, "SELECT count(*) FROM moment") == many


async def test_the_story_and_the_board_show_the_new_date(
    room: Room, settings: Settings, database: Database, clock: Clock
) -> None:
    """What pages read: the sentence that holds now has the new date; the line of then keeps its own."""
    await room.lead(UnitKind.HOSPITAL, "Nina Krog")
    idea = await room.awaits(BY)
    told = "INSERT INTO status_change (idea_id, status, at, day, name, text, place) VALUES"
    await ask(
        database, f"{told} (:idea, 'review', :at, :day, '', '', '') RETURNING 1", idea=idea.id, at=MONDAY, day=BY.date()
    )
    async with working(settings):
        await _pass(database, clock, MONDAY, NIGHT)
    async with database.snapshot() as session:
        story = await load_story(session, idea.public_id)
    assert story.now.day == NEW.date()
    assert story.lines[-1].change.day == BY.date()
    assert story.leader is not None
    assert story.leader.name == "Nina Krog"
    assert not story.late
