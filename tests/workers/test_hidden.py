"""An idea is hidden when something comes due: nothing is said of it, and shown again it is not forgotten."""

from datetime import date, datetime, timedelta

import pytest

from schemas.answer import StatusChange, Step
from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from schemas.unit import UnitKind
from server import clock as now_of
from server.database import Database
from server.days import DENMARK
from server.settings import Settings
from server.steps.planning import watch
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import Room, ask, until_caught_up, working
from workers.hidden import LOOK

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
DAY = date(2026, 11, 18)
BY = datetime(2026, 11, 18, 23, 59, 59, tzinfo=DENMARK)
LATER = datetime(2026, 12, 7, 9, tzinfo=DENMARK)
"""A Monday on which all of it has come due, the one unit up too."""


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


async def _made(room: Room, status: Status) -> Idea:
    idea = await room.idea(status, answer_by=BY if status is Status.REVIEW else None)
    async with room.database.begin() as session:
        line = StatusChange(idea_id=idea.id, status=status, at=now_of.now(), day=DAY, text="Det gør vi")
        step = Step(idea_id=idea.id, text="Ring rundt", person="Natholdet", day=DAY)
        session.add_all([line, step])
        await session.flush()
        await watch(session, idea, step, now_of.now())
        line_id = line.id
    await room.tell(StatusChanged(idea.id or 0, line_id))
    return idea


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.REVIEW, "SELECT count(*) FROM moment WHERE kind = 'escalated'"),
        (Status.ON_HOLD, "SELECT count(*) FROM mail WHERE subject = 'En idé skal ses på igen'"),
        (Status.TRIAL, "SELECT count(*) FROM mail WHERE subject = 'En prøve er slut'"),
        (Status.IN_PROGRESS, "SELECT count(*) FROM moment WHERE kind = 'step_late'"),
        (Status.DONE, "SELECT count(*) FROM follow_up WHERE question = 'felt'"),
    ],
)
async def test_what_came_due_meanwhile_comes_when_it_is_shown_again(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, status: Status, said: str
) -> None:
    await room.lead(UnitKind.HOSPITAL, "Nina Krog")
    idea = await _made(room, status)
    await ask(database, "UPDATE idea SET hidden_at = :now WHERE id = :id RETURNING 1", now=MONDAY, id=idea.id)
    async with working(settings):
        for moment in (MONDAY, LATER, LATER + LOOK):
            clock.stop(moment)
            await until_caught_up(database)
        assert await ask(database, said) == 0
        assert not mail_sink.letters
        await ask(database, "UPDATE idea SET hidden_at = NULL WHERE id = :id RETURNING 1", id=idea.id)
        clock.stop(LATER + 2 * LOOK + timedelta(hours=1))
        await until_caught_up(database)
    assert await ask(database, said) == 1
