"""Those who asked for it are told of each public change, once; nobody else is, and nothing is quoted."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from schemas.answer import Answer, AnswerGiven, StatusChange
from schemas.flow import Status
from schemas.follow import Follow
from schemas.idea import Idea, IdeasRevealed, StatusChanged
from schemas.moment import MomentKind
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock as product_clock
from server.core.change import changing_board
from server.core.database import Database
from server.core.days import DENMARK
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ideas.follows.choosing import stop
from server.ideas.follows.commands import row_of
from server.ideas.moments.commands import add_moment
from server.mail import links
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import SECRETS, Room, until_caught_up, working

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=DENMARK)
NAMES = ("Zqben", "Zqtrukket")


@pytest.fixture(autouse=True)
def tuesday(clock: Clock) -> None:
    """A Tuesday at ten."""
    clock.stop(TUESDAY)


async def moved(room: Room, idea: Idea, status: Status, *, answer: bool = False) -> int:
    """Move an idea behind the product's back, with the events that such a move tells. Returns its line."""
    async with changing_board(Runtime(room.settings, room.database, Doorbell("")), room.board_id) as change:
        line = StatusChange(idea_id=idea.id or 0, status=status, at=change.now, text=SECRETS[2])
        change.session.add(line)
        await change.session.flush()
        change.tell(StatusChanged(idea.id or 0, line.id or 0))
        if answer:
            told: dict[str, Any] = {
                "name": "Leo Bach",
                "title": "Afdelingschef",
                "level": "Afdeling A",
                "text": SECRETS[2],
            }
            given = Answer(idea_id=idea.id or 0, change_id=line.id or 0, at=change.now, **told)
            change.session.add(given)
            await change.session.flush()
            change.tell(AnswerGiven(idea.id or 0, given.id or 0))
        return line.id or 0


async def happened(room: Room, idea: Idea, kind: MomentKind) -> None:
    """Put something on an idea's timeline."""
    async with changing_board(Runtime(room.settings, room.database, Doorbell("")), room.board_id) as change:
        await add_moment(change, await change.session.get_one(Idea, idea.id), kind, text=SECRETS[1], name="Birthe")


async def seat_of(room: Room, name: str = NAMES[0]) -> Seat:
    """Somebody who joined."""
    seat = Seat(
        public_id=name,
        board_id=room.board_id,
        meeting_id=room.meeting.id,
        role=Role.PATIENT,
        name=name,
        joined_at=product_clock.now(),
    )
    async with room.database.begin() as session:
        session.add(seat)
    return seat


async def test_each_confirmed_follower_gets_one_mail(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    idea, other = await room.idea(Status.AGREED), await room.idea(Status.REVIEW)
    await room.follow(idea, "ben@home.test")
    await room.follow(idea, "ann@home.test", "en")
    await room.follow(idea, "unsure@home.test", confirmed=False)
    await room.follow(other, "stranger@home.test")
    async with database.begin() as session:
        here = Follow(idea_id=idea.id or 0, seat_id=(await seat_of(room)).id, created_at=product_clock.now())
        session.add(here)  # without mail
        await session.execute(text("UPDATE idea SET number = id"))
    await moved(room, idea, Status.AGREED, answer=True)
    async with working(settings):
        await until_caught_up(database)
    assert sorted(letter.recipients[0] for letter in mail_sink.letters) == ["ann@home.test", "ben@home.test"]
    danish, english = mail_sink.to("ben@home.test")[0], mail_sink.to("ann@home.test")[0]
    assert danish.message["Subject"] == f"Nyt om idé {idea.id}"
    assert english.message["Subject"] == f"News of idea {idea.id}"
    assert "Ledelsen har sagt ja til idéen." in danish.text
    for letter in (danish, english):
        assert f"https://peerboard.test/ideas/{idea.public_id}" in letter.text.split()
        stop = links.follow(settings, idea.id, letter.recipients[0])
        assert stop in letter.text.split()
        assert letter.message["List-Unsubscribe"] == f"<{stop}>"
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert len(letter.recipients) == 1
        assert not [words for words in (*SECRETS, *NAMES) if words in letter.message.as_string() + letter.text]


async def test_what_is_told_and_what_is_not(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    """One letter for each change that is news; none for what the room did itself, or what the proposer did."""
    async with working(settings):
        for number, (status, kind, told) in enumerate(
            (
                (Status.REVIEW, None, "En leder ser nu på idéen."),
                (Status.DECLINED, None, "Ledelsen har svaret på idéen."),
                (Status.DONE, None, "Ledelsen siger, at idéen er gennemført."),
                (Status.PROPOSED, None, None),
                (Status.MERGED, None, None),
                (None, MomentKind.ESCALATED, "Nu skal en anden leder svare."),
                (None, MomentKind.NEWS, "Der er nyt om, hvordan det går."),
                (None, MomentKind.STEP_LATE, "Et skridt er ikke taget til tiden."),
                (None, MomentKind.ATTENTION, None),
                (None, MomentKind.ADDED, None),
                (None, MomentKind.ASKED_FELT, None),  # it has a letter of its own
            )
        ):
            idea, mail = await room.idea(Status.REVIEW), f"m{number}@home.test"
            await room.follow(idea, mail)
            if status is not None:
                await moved(room, idea, status)
            if kind is not None:
                await happened(room, idea, kind)
            await until_caught_up(database)
            letters = mail_sink.to(mail)
            assert len(letters) == (told is not None), (status, kind)
            if told is not None:
                assert told in letters[0].text
                assert not [words for words in SECRETS if words in letters[0].message.as_string() + letters[0].text]


async def test_nothing_is_told_of_a_hidden_idea(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    idea = await room.idea(Status.REVIEW)
    await room.follow(idea, "ben@home.test")
    async with database.begin() as session:
        await session.execute(text("UPDATE idea SET hidden_at = now() WHERE id = :id"), {"id": idea.id})
    await moved(room, idea, Status.AGREED)
    async with working(settings):
        await until_caught_up(database)
    assert mail_sink.letters == []


async def test_told_twice_is_told_once(room: Room, settings: Settings, database: Database, mail_sink: MailSink) -> None:
    """The event itself again, and an answer without the change that brought it."""
    idea = await room.idea(Status.AGREED)
    await room.follow(idea, "ben@home.test")
    line = await moved(room, idea, Status.AGREED, answer=True)
    await room.tell(StatusChanged(idea.id or 0, line), AnswerGiven(idea.id or 0, 4711), AnswerGiven(idea.id or 0, 4711))
    async with working(settings):
        await until_caught_up(database)
    (letter,) = mail_sink.letters
    told = letter.text.count("Det, du skrev: ")  # nobody has given the ideas a number
    assert told == 2, "what comes at the same time is one letter; each is told once in it"


async def test_at_night_it_waits_for_the_morning_and_not_when_they_said_no_meanwhile(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(TUESDAY.replace(hour=22))
    one, two = await room.idea(Status.AGREED), await room.idea(Status.AGREED)
    for idea in (one, two):
        async with database.begin() as session:
            told = row_of(settings, idea.id, "ben@home.test")
            session.add(Follow(**told, created_at=product_clock.now(), confirmed_at=product_clock.now()))
        await moved(room, idea, Status.AGREED)
    async with working(settings):
        await until_caught_up(database)
        assert mail_sink.letters == []
        await stop(Runtime(settings, database, Doorbell("")), links.follow_token(settings, two.id, "ben@home.test"))
        clock.stop(TUESDAY.replace(hour=8) + timedelta(days=1))
        await until_caught_up(database)
    assert [one.public_id in letter.text for letter in mail_sink.letters] == [True]


async def test_whoever_gets_mail_gets_it_for_a_new_idea_of_their_own(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    """From when others see it; not for what a scribe wrote for somebody else."""
    seat, old = await seat_of(room), await room.idea(Status.REVIEW)
    new, scribed = await room.idea(Status.PROPOSED), await room.idea(Status.PROPOSED)
    async with database.begin() as session:
        known = row_of(settings, old.id, "ben@home.test")
        now = product_clock.now()
        session.add(Follow(**known, seat_id=seat.id, weekly=False, created_at=now, confirmed_at=now))
        shown = "UPDATE idea SET seat_id = :seat, shown_at = :now, on_paper = (id = :paper) WHERE id = ANY(:ideas)"
        told = {"seat": seat.id, "now": now, "paper": scribed.id, "ideas": [new.id, scribed.id]}
        await session.execute(text(shown), told)
    await room.tell(IdeasRevealed(room.meeting.id or 0))
    await moved(room, new, Status.PRIORITISED)
    await moved(room, scribed, Status.PRIORITISED)
    await moved(room, new, Status.WITHDRAWN)  # they know it: they did it
    async with working(settings):
        await until_caught_up(database)
    assert [new.public_id in letter.text for letter in mail_sink.to("ben@home.test")] == [True]
    assert links.follow(settings, new.id, "ben@home.test") in mail_sink.letters[0].text


async def test_attention_is_a_letter_to_the_leader_or_else_the_coordinators(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    ada = await room.coordinate()
    led, nobodys = await room.idea(Status.REVIEW), await room.idea(Status.PRIORITISED)
    async with database.begin() as session:
        await session.execute(text("UPDATE idea SET leader_id = NULL WHERE id = :id"), {"id": nobodys.id})
    for idea in (led, nobodys):
        await happened(room, idea, MomentKind.ATTENTION)
    async with working(settings):
        await until_caught_up(database)
    to_leader = mail_sink.to(room.leo.mail)
    assert [led.public_id in letter.text for letter in to_leader] == [True]
    assert to_leader[0].message["List-Unsubscribe"] is None
    assert [nobodys.public_id in letter.text for letter in mail_sink.to(ada.mail)] == [True]
    assert len(mail_sink.letters) == 2
    assert not [words for words in SECRETS if words in to_leader[0].message.as_string() + to_leader[0].text]


async def test_what_happens_at_night_is_one_letter_in_the_morning(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    """Of one idea; another idea has a letter, and a way out, of its own. Nothing is lost when one is being sent."""
    idea, other = await room.idea(Status.AGREED), await room.idea(Status.AGREED)
    for each in (idea, other):
        await room.follow(each, "ben@home.test")
    clock.stop(datetime(2026, 11, 9, 22, tzinfo=DENMARK))
    async with working(settings):
        for each in (idea, other, idea):
            line = await moved(room, each, Status.AGREED)
            await room.tell(StatusChanged(each.id or 0, line))
            await until_caught_up(database)
        assert not mail_sink.letters
        clock.stop(datetime(2026, 11, 10, 8, 1, tzinfo=DENMARK))
        await until_caught_up(database)
        assert sorted(letter.text.count("https://peerboard.test/ideas/") for letter in mail_sink.letters) == [1, 2]
        line = await moved(room, idea, Status.IN_PROGRESS)
        await room.tell(StatusChanged(idea.id or 0, line))
        await until_caught_up(database)
    assert len(mail_sink.letters) == 3, "what was sent takes nothing more in"
