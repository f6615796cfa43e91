"""An idea was hidden when something came due: it is looked at when the idea is shown again."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.database import Database
from server.days import DENMARK
from server.doorbell import Doorbell
from server.ideas.hiding import hide_idea, show_idea
from server.parts import Parts
from server.settings import Settings
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
    seat, parts = await _seat_of(room, await room.coordinate()), Parts(settings, database, Doorbell(""))
    idea = await room.awaits(BY)
    late = "SELECT count(*) FROM moment WHERE kind = 'nobody_above'"
    async with working(settings):
        await until_caught_up(database)
        await hide_idea(parts, seat, idea, "Der står et navn i den.")
        clock.stop(BY + timedelta(days=days))
        await until_caught_up(database)
        assert await ask(database, late) == 0
        await show_idea(parts, seat, idea)
        await until_caught_up(database)
        clock.stop(BY + timedelta(days=61, hours=10))
        await until_caught_up(database)
        assert await ask(database, late) == 1
        await hide_idea(parts, seat, idea, "Der står et navn i den.")
        await show_idea(parts, seat, idea)
        await until_caught_up(database)
        assert await ask(database, late) == 1, "what was said is not said again"
    told = [letter for letter in mail_sink.letters if letter.recipients == [room.leo.mail]]
    assert "Svarfristen er overskredet" in {letter.message["Subject"] for letter in told}
