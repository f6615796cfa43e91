"""An idea was hidden when something came due: it is looked at when the idea is shown again."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from schemas.answer import StatusChange, Step
from schemas.flow import Status
from schemas.idea import StatusChanged
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import UnitKind
from server.core.database import Database
from server.core.days import DENMARK
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ideas.ideas.hiding import hide_idea, show_idea
from server.work.steps.planning import watch
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import Room, ask, until_caught_up, working

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
BY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=DENMARK)


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


async def _seat_of(room: Room, person: Person) -> Seat:
    async with room.database.begin() as session:
        found = Seat.board_id == room.board_id, Seat.person_id == person.id, Seat.role == Role.COORDINATOR
        return (await session.execute(select(Seat).where(*found))).scalar_one()


@pytest.mark.parametrize("days", [1, 60])
async def test_a_late_answer_is_missed_when_its_idea_is_shown_again(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, days: int
) -> None:
    seat, runtime = await _seat_of(room, await room.coordinate()), Runtime(settings, database, Doorbell(""))
    idea = await room.awaits(BY)
    late = "SELECT count(*) FROM moment WHERE kind = 'nobody_above'"
    async with working(settings):
        await until_caught_up(database)
        await hide_idea(runtime, seat, idea, "Der står et navn i den.")
        clock.stop(BY + timedelta(days=days))
        await until_caught_up(database)
        assert await ask(database, late) == 0
        await show_idea(runtime, seat, idea)
        await until_caught_up(database)
        clock.stop(BY + timedelta(days=61, hours=10))
        await until_caught_up(database)
        assert await ask(database, late) == 1
        await hide_idea(runtime, seat, idea, "Der står et navn i den.")
        await show_idea(runtime, seat, idea)
        await until_caught_up(database)
        assert await ask(database, late) == 1, "what was said is not said again"
    told = [letter for letter in mail_sink.letters if letter.recipients == [room.leo.mail]]
    assert "Svarfristen er overskredet" in {letter.message["Subject"] for letter in told}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.REVIEW, "SELECT count(*) FROM moment WHERE kind = 'escalated'"),
        (Status.ON_HOLD, "SELECT count(*) FROM mail WHERE subject = 'En idé skal ses på igen'"),
        (Status.TRIAL, "SELECT count(*) FROM mail WHERE subject = 'En prøve er slut' AND recipient LIKE 'leo%'"),
        (Status.IN_PROGRESS, "SELECT count(*) FROM moment WHERE kind = 'step_late'"),
        (Status.DONE, "SELECT count(*) FROM follow_up WHERE question = 'felt'"),
    ],
)
async def test_nothing_that_came_due_meanwhile_is_forgotten(
    room: Room, settings: Settings, database: Database, clock: Clock, status: Status, said: str
) -> None:
    seat, runtime = await _seat_of(room, await room.coordinate()), Runtime(settings, database, Doorbell(""))
    await room.lead(UnitKind.HOSPITAL, "Nina Krog")
    idea = await room.idea(status, answer_by=BY if status is Status.REVIEW else None)
    async with database.begin() as session:
        line = StatusChange(idea_id=idea.id, status=status, at=MONDAY, day=BY.date(), text="Det gør vi")
        step = Step(idea_id=idea.id, text="Ring rundt", person="Natholdet", day=BY.date())
        session.add_all([line, step])
        await session.flush()
        await watch(session, idea, step, MONDAY)
        line_id = line.id or 0
    await hide_idea(runtime, seat, idea, "Der står et navn i den.")
    await room.tell(StatusChanged(idea.id or 0, line_id))
    async with working(settings):
        for moment in (MONDAY, BY + timedelta(days=17, hours=10)):
            clock.stop(moment)
            await until_caught_up(database)
        before = await ask(database, said)
        await show_idea(runtime, seat, idea)
        await until_caught_up(database)
    leaders_and_coordinators = 2 if status is Status.ON_HOLD else 1
    assert (before, await ask(database, said)) == (0, leaders_and_coordinators)
