"""A new owner is written to once; what somebody without a seat owned goes to the leader."""

import re

from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.moment import MomentKind
from schemas.roles import Role
from schemas.seat import Seat, SeatRemoved
from server.core import clock as now_of
from server.core.database import Database
from server.core.settings import Settings
from server.work.owners.assigning import Named
from tests.support.clock import Clock
from tests.support.scene import make_person
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.work.owners.working import IDA, at, monday, owners_of, told, working_idea
from tests.workers.scene import SECRETS, Room, ask, working


async def _mona(room: Room) -> tuple[Seat, Named]:
    """Somebody with an account who coordinates the board."""
    async with room.database.begin() as session:
        mona = await make_person(session, f"mona-{new_public_id()}@region.test".lower(), "Mona Krag", "Sygeplejerske")
        seat = Seat(
            public_id=new_public_id(), board_id=room.board_id, person_id=mona.id, role=Role.COORDINATOR, name=mona.name
        )
        seat.joined_at = now_of.now()
        session.add(seat)
    return seat, Named(mona.name, person_id=mona.id)


async def _none_due(database: Database) -> bool:
    query = "SELECT count(*) FROM job WHERE state = 'due' AND due_at <= :now AND kind NOT LIKE 'every:%'"
    return bool(await ask(database, query, now=now_of.now()) == 0)


async def test_each_gets_the_way_that_opens_it_for_them(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    _, mona = await _mona(room)
    async with room.database.begin() as session:
        away = await make_person(
            session, f"away-{new_public_id()}@region.test".lower(), "Per Munk", "Chef et andet sted"
        )
    idea = await working_idea(room, IDA, mona, Named(away.name, person_id=away.id))
    async with working(settings):
        await until(lambda: len(mail_sink.letters) == 3, what="three letters")
    texts = {letter.recipients[0]: letter.text for letter in mail_sink.letters}
    assert f"https://peerboard.test/ideas/{idea.public_id}" in next(texts[to] for to in texts if "mona" in to)
    links = {re.findall(r"https://peerboard.test/o/([\w-]+)", texts[to])[0] for to in (IDA.mail, away.mail)}
    assert len(links) == 2, "each has a link of their own"
    assert all(len(link) == 24 for link in links), "144 bits"
    kept = "SELECT count(*) FROM owner WHERE token_hash IS NOT NULL AND length(token_hash) = 32"
    assert await ask(database, kept) == 2
    assert not [words for text in texts.values() for words in SECRETS if words in text]


async def test_by_night_and_at_weekends_it_waits(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday(), 22))
    await working_idea(room)
    async with working(settings):
        await until(lambda: ask(database, "SELECT count(*) FROM mail"), what="the mail to be written")
        assert not mail_sink.letters
        clock.stop(at(monday(), 8).replace(day=2))
        await until(lambda: mail_sink.letters, what="the mail in the morning")


async def test_what_a_removed_seat_owned_goes_to_the_leader(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    seat, mona = await _mona(room)
    alone, shared = await working_idea(room, mona), await working_idea(room, mona, IDA)
    ended = await working_idea(room, mona, status=Status.DONE)
    async with working(settings):
        await until(lambda: _none_due(database), what="the first letters")
        before = len(mail_sink.letters)
        async with database.begin() as session:
            (await session.get_one(Seat, seat.id)).removed_at = now_of.now()
        await room.tell(SeatRemoved(seat.id), SeatRemoved(seat.id))
        await until(lambda: len(mail_sink.letters) > before, what="the leader's letter")
        await until(lambda: _none_due(database), what="the rest")
    assert await owners_of(room, alone) == ["Leo Bach"]
    assert await owners_of(room, shared) == ["Ida Lind"], "the other one still has it"
    assert await owners_of(room, ended) == ["Mona Krag"], "what is done is not handed on"
    assert [await told(room, idea, MomentKind.OWNER_LEFT) for idea in (alone, shared, ended)] == [1, 1, 0]
    assert [letter.recipients for letter in mail_sink.letters[before:]] == [[room.leo.mail]]


async def test_nothing_is_handed_on_when_they_have_their_seat(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at(monday()))
    seat, mona = await _mona(room)
    idea = await working_idea(room, mona)
    await room.tell(SeatRemoved(seat.id))
    async with working(settings):
        await until(lambda: ask(database, "SELECT count(*) FROM job WHERE kind = 'owner_left'"), what="the job")
        await until(lambda: _none_due(database), what="it to be done")
    assert await owners_of(room, idea) == ["Mona Krag"]
