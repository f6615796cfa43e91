"""Whatever is due to one person when offices open is one letter that says all of it, and nothing of it is lost."""

from datetime import date, datetime, timedelta

import pytest

from schemas.answer import Owner, StatusChange, Step
from schemas.flow import Status
from schemas.idea import StatusChanged
from server.core.database import Database
from server.core.days import DENMARK, end_of
from server.core.settings import Settings
from server.mail import waiting
from server.mail.letters import Written
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.smtp import MailSink
from tests.workers.scene import Room, ask, until_caught_up, working

BEFORE = datetime(2026, 11, 16, 9, tzinfo=DENMARK)
DAY = date(2026, 11, 25)
MORNING = datetime(2026, 11, 25, 8, tzinfo=DENMARK)
SUBJECTS = (
    "Svarfristen er tæt på",
    "Svarfristen er overskredet",
    "En idé skal ses på igen",
    "En prøve er slut",
    "Et skridt for idé 7 skal snart være taget",
)


@pytest.fixture(autouse=True)
def before(clock: Clock) -> None:
    """A Monday, nine days before all of it comes due."""
    clock.stop(BEFORE)


async def much_is_due(room: Room) -> None:
    """Five things that Leo is told of on the morning of DAY: one soon due, one late, one on hold, one tried, a step."""
    await room.awaits(end_of(DAY + timedelta(days=3)))
    await room.awaits(end_of(DAY - timedelta(days=1)))
    for status, day in ((Status.ON_HOLD, DAY), (Status.TRIAL, DAY - timedelta(days=1))):
        idea = await room.idea(status)
        async with room.database.begin() as session:
            line = StatusChange(idea_id=idea.id, status=status, at=BEFORE, day=day, text="der mangler plads")
            session.add(line)
            await session.flush()
            line_id = line.id or 0
        await room.tell(StatusChanged(idea.id or 0, line_id))
    idea = await room.idea(Status.IN_PROGRESS)
    await ask(room.database, "UPDATE idea SET number = 7 WHERE id = :id RETURNING id", id=idea.id)
    async with room.database.begin() as session:
        session.add(Owner(idea_id=idea.id or 0, person_id=room.leo.id, name=room.leo.name))
        session.add(Step(idea_id=idea.id or 0, text="Køb filt", person="Leo Bach", day=DAY + timedelta(days=3)))
    await room.tell(StatusChanged(idea.id or 0, 1))


async def told_before(room: Room, settings: Settings, clock: Clock, sink: MailSink) -> None:
    """Everything up to the night before, whose letters are not of this morning."""
    async with working(settings):
        await until_caught_up(room.database)
        clock.stop(BEFORE.replace(hour=15))
        await until_caught_up(room.database)
        clock.stop(MORNING - timedelta(hours=2))
        await until_caught_up(room.database)
    sink.letters.clear()


@pytest.mark.long
async def test_five_things_are_one_letter_at_eight(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    await much_is_due(room)
    await told_before(room, settings, clock, mail_sink)
    async with working(settings):
        clock.stop(MORNING - timedelta(minutes=9))
        await until_caught_up(database)
        assert not mail_sink.letters, "offices are closed"
        clock.stop(MORNING)
        await until_caught_up(database)
    (letter,) = mail_sink.letters
    assert letter.recipients == [room.leo.mail]
    assert letter.message["Subject"] == "5 beskeder om idéer"
    for subject in SUBJECTS:
        assert f". {subject}\n" in letter.text.replace("\r\n", "\n")
    assert "https://peerboard.test/answers" in letter.text
    assert "Vi har lovet svar senest 28. november 2026." in letter.text, "all that its own letter would have said"
    done = "SELECT kind, count(*) FROM job WHERE state = 'done' AND done_at >= $1 GROUP BY kind"
    kinds = dict([tuple(row) for row in await rows(settings.database_url, done, MORNING - timedelta(minutes=30))])
    for kind in ("answer_due_soon", "answer_overdue", "on_hold", "trial_ended", "step_due"):
        assert kinds[kind] == 1, "each is recorded once"


@pytest.mark.long
async def test_what_cannot_be_joined_is_tried_again_and_nothing_is_lost(
    room: Room,
    settings: Settings,
    database: Database,
    mail_sink: MailSink,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A job whose letter cannot be joined is not recorded: it comes again, and the others go on."""
    await much_is_due(room)
    await told_before(room, settings, clock, mail_sink)
    whole, failed = waiting.several, list[int]()

    def torn(*told: object) -> Written:
        failed.append(1)
        if len(failed) <= 2:
            raise ZeroDivisionError
        return whole(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(waiting, "several", torn)
    async with working(settings):
        clock.stop(MORNING - timedelta(minutes=9))
        # What failed is due again a while later.
        for minutes in (8, 6, 4, 2):
            clock.stop(MORNING - timedelta(minutes=minutes))
            await until_caught_up(database)
        clock.stop(MORNING + timedelta(minutes=5))
        await until_caught_up(database)
    assert len(failed) > 2
    texts = [letter.message["Subject"] + letter.text for letter in mail_sink.letters]
    for subject in SUBJECTS:
        assert sum(subject in text for text in texts) == 1, subject
    assert await ask(database, "SELECT count(*) FROM job WHERE state = 'dead'") == 0
