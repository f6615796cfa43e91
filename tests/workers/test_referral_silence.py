"""A body that was asked about an idea and stays silent: reminded, late, and then its silence is told as theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from schemas.person import Person
from schemas.referral import Referral
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock as now_of
from server.core.database import Database
from server.core.days import DENMARK, end_of
from server.core.settings import Settings
from server.ideas.ideas.queries import load_story
from server.views.watched.queries import load_watched
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.scene import make_person, make_staff_seat
from tests.support.smtp import MailSink
from tests.workers.scene import SECRETS, Room, ask, until_caught_up, working

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
BY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=DENMARK)
"""A Friday."""
SOON, LATE = datetime(2026, 11, 17, 8, 1, tzinfo=DENMARK), datetime(2026, 11, 23, 8, 1, tzinfo=DENMARK)
NIGHT, TOLD = BY + timedelta(days=14, minutes=1), datetime(2026, 12, 7, 8, 1, tzinfo=DENMARK)
FOLLOWER = "rie@home.test"


@dataclass
class Sent:
    """An idea of Leo's that he sent on."""

    idea: Idea
    referral: Referral
    body: Person


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


async def send(room: Room, **asked: Any) -> Sent:
    """Leo sends an idea to the psychiatry of another hospital, which Pia leads, or as `asked` says."""
    idea = await room.idea(Status.ELSEWHERE, BY)
    async with room.database.begin() as session:
        board = await session.get_one(type(room.board), room.board_id)
        pia = await make_person(session, f"pia-{idea.public_id.lower()}@region.test", "Pia Dam", "Centerchef")
        unit = Unit(kind=UnitKind.DEPARTMENT, name="Psykiatrien", leader_id=pia.id)
        seats = select(Seat).where(Seat.person_id == room.leo.id)
        seat = (await session.execute(seats)).scalars().first()
        if seat is None:
            seat = await make_staff_seat(session, board, room.leo, Role.LEADER)
        line = StatusChange(idea_id=idea.id or 0, status=Status.ELSEWHERE, at=now_of.now(), day=BY.date())
        session.add_all([unit, line])
        await session.flush()
        to = {"unit_id": unit.id, "body": "Psykiatrien", "told_id": pia.id} | asked
        now = now_of.now()
        dates = {"sent_at": now, "first_sent_at": now, "reply_by": BY, "state_at": now}
        referral = Referral(idea_id=idea.id or 0, change_id=line.id, sent_by=seat.id, **to, **dates)  # type: ignore[arg-type]
        session.add(referral)
    await room.follow(idea, FOLLOWER)
    await room.tell(StatusChanged(idea.id or 0, line.id))
    return Sent(idea, referral, pia)


async def _pass(database: Database, clock: Clock, *moments: datetime) -> None:
    for moment in moments:
        clock.stop(moment)
        await until_caught_up(database)


def subjects(sink: MailSink) -> dict[str, list[str]]:
    """What each address got since last asked."""
    found: dict[str, list[str]] = {}
    for letter in sink.letters:
        assert not [words for words in SECRETS if words in letter.text]
        found.setdefault(letter.recipients[0], []).append(str(letter.message["Subject"]))
    sink.letters.clear()
    return found


@pytest.mark.long
async def test_a_silent_body_is_reminded_late_and_then_named(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    ada, sent = await room.coordinate(), await send(room)
    pia, leo = sent.body.mail, room.leo.mail
    async with working(settings):
        await _pass(database, clock, MONDAY)
        mail_sink.letters.clear()  # that it was sent is told elsewhere
        async with database.snapshot() as session:
            coming = [
                line.what for _, lines in (await load_watched(session, room.board, MONDAY)).coming for line in lines
            ]
        assert coming == [
            "Husk dem, der er spurgt, på, at svaret snart skal komme",
            "Se efter, om de, der er spurgt, har svaret til tiden",
            "Skriv, at de ikke svarede, og send idéen tilbage",
        ]
        await _pass(database, clock, SOON)
        assert subjects(mail_sink) == {pia: ["Snart frist for idé None"]}
        await _pass(database, clock, LATE)
        assert subjects(mail_sink) == {pia: ["Fristen for idé None er gået"], leo: ["De har ikke svaret om idé None"]}
        await _pass(database, clock, BY + timedelta(days=13, hours=23))
        assert await ask(database, "SELECT state FROM referral") == "sent"
        await _pass(database, clock, NIGHT)
        assert not mail_sink.letters, "at night nobody is written to"
        await _pass(database, clock, TOLD)
    told = subjects(mail_sink)
    assert told[pia] == ["Idé None er gået tilbage"]
    assert told[leo] == ["De svarede ikke om idé None", "En idé venter på dit svar"]
    assert told[ada.mail] == ["De svarede ikke om idé None"]
    assert set(told) == {pia, leo, ada.mail, FOLLOWER}
    async with database.begin() as session:
        referral, idea = await session.get_one(Referral, sent.referral.id), await session.get_one(Idea, sent.idea.id)
        assert (referral.state, referral.reply_by) == ("silent", BY)
        assert (idea.status, idea.leader_id) == (Status.REVIEW, room.leo.id)
        assert idea.answer_by == end_of(datetime(2027, 1, 4, tzinfo=DENMARK).date())
        story = await load_story(session, idea.public_id)
    last = story.entries[-1]
    assert last.back is not None  # type: ignore[union-attr]
    assert (last.back.body, last.back.state) == ("Psykiatrien", "silent")  # type: ignore[union-attr]


async def test_after_an_outage_there_is_one_catch_up(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    sent, late = await send(room), await send(room)
    async with working(settings):
        await _pass(database, clock, MONDAY)
    mail_sink.letters.clear()
    clock.stop(TOLD)  # a month later
    await ask(
        database,
        "UPDATE referral SET reply_by = :by WHERE id = :id RETURNING 1",
        by=TOLD - timedelta(days=2),
        id=late.referral.id,
    )
    async with working(settings):
        await _pass(database, clock, TOLD)
        await ask(database, "UPDATE job SET state = 'due' WHERE kind LIKE 'referral_%' RETURNING 1")
        await until_caught_up(database)
    told = subjects(mail_sink)
    assert told[sent.body.mail] == ["Idé None er gået tilbage"], "neither a reminder nor that it is late"
    assert told[late.body.mail] == ["Fristen for idé None er gået"]
    lines = "SELECT count(*) FROM status_change WHERE status = 'review' AND idea_id = :idea"
    assert await ask(database, lines, idea=sent.idea.id) == 1


async def test_who_has_no_leader_and_no_address_is_the_coordinator_s_to_find_out(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    ada = await room.coordinate()
    await send(room, unit_id=None, body="Trafikselskabet")
    address = await send(room, unit_id=None, body="Kommunen", mail="kommunen@kommune.test")
    async with working(settings):
        await _pass(database, clock, MONDAY)
        mail_sink.letters.clear()
        await _pass(database, clock, SOON)
        letters = list(mail_sink.letters)
        assert subjects(mail_sink) == {
            ada.mail: ["Find ud af, hvad de siger om idé None"],
            "kommunen@kommune.test": ["Snart frist for idé None"],
        }
        await ask(database, "UPDATE idea SET hidden_at = now() RETURNING 1")
        await _pass(database, clock, LATE, TOLD)
    assert not subjects(mail_sink), "of what is hidden nothing is told"
    link = next(letter.text for letter in letters if letter.recipients == ["kommunen@kommune.test"])
    assert "/r/" in link
    assert address.referral.id
    assert {row["state"] for row in await rows(database.url, "SELECT state FROM referral")} == {"sent"}
    assert col(Idea.id) is not None
