"""Borgermøde: anybody may come, everything is looked at before it shows, and nobody drowns those who look. Counted, not
timed: many behind one address, of whom one in twenty means no good."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.format import FORMATS, Format, Moderated, Phase, may
from schemas.idea import Idea
from schemas.publication import Publication
from schemas.roles import Role
from schemas.screening import Screening, Verdict
from schemas.seat import Seat
from server.core import clock
from server.room.moderation import commands
from tests.room.moderation.test_gate import runtime_of, screening_of, seat_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site
from tests.support.stream import Stream

HEARING = FORMATS[Format.HEARING]
SLUG = "flod"
MARK = "Vrøvlevers"
"""In every text that somebody sends to be a nuisance."""


def test_the_row_asks_nothing_and_shows_nothing_unseen() -> None:
    assert (HEARING.roles, HEARING.moderated) == ((), Moderated.BEFORE)
    for phase in HEARING.phases:
        rule = HEARING.in_phase(phase)
        assert not rule.takes_ideas or rule.shows_at_once, f"{phase}: there is no reveal to wait for"
        assert not may(HEARING, Role.OBSERVER, phase, Act.PROPOSE)
    assert Phase.REVEAL not in HEARING.phases


@dataclass
class Hall:
    """Everybody who is there, and who follows."""

    cast: Cast
    site: Site
    honest: list[Member] = field(default_factory=list)
    others: list[Member] = field(default_factory=list)
    follows: list[Stream] = field(default_factory=list)
    queue: Stream | None = None

    async def come(self, into: list[Member]) -> int:
        """One more phone comes in through the door, or does not."""
        phone = Member(self.cast.url)
        self.cast.devices[f"phone {len(self.cast.devices)}"] = phone
        answer = await phone.post(f"/j/{self.cast.meeting.join_token}", {"nonce": f"nonce-{id(phone)}"})
        if answer.status_code == 303:
            phone.meeting = self.cast.meeting.public_id
            await phone.arrive()
            into.append(phone)
        return answer.status_code

    async def waiting(self) -> int:
        query = "SELECT count(*) AS n FROM screening WHERE meeting_id = $1 AND verdict = 'waiting'"
        return int((await rows(self.cast.database.url, query, self.cast.meeting.id))[0]["n"])

    def heard(self) -> Iterator[str]:
        """Every byte that the wall, the desk and a stranger's phone received."""
        for stream in self.follows:
            yield from stream.raw

    async def events(self) -> int:
        """How much the board has told of."""
        query = "SELECT seq FROM board WHERE id = $1"
        return int((await rows(self.cast.database.url, query, self.cast.board.id))[0]["seq"])

    async def version(self) -> int:
        """The number under which servers keep the board's open page."""
        query = "SELECT version FROM publication WHERE board_id = $1"
        return int((await rows(self.cast.database.url, query, self.cast.board.id))[0]["version"])


async def hall(cast: Cast, site: Site, people: int, *, door: int) -> Hall:
    """A hearing has begun, with a wall and a phone that only reads."""
    set_up = "UPDATE meeting SET format = 'hearing', themes = '[]' WHERE id = $1"
    await rows(cast.database.url, set_up, cast.meeting.id)
    async with cast.database.begin() as session:
        (await session.get_one(Board, cast.board.id)).published = True
        session.add(Publication(board_id=cast.board.id or 0, slug=SLUG, opened_at=clock.now()))
    found = Hall(cast, site)
    assert await found.come(found.honest) == 303
    found.follows = [
        await found.honest[0].stream(),
        await Member(cast.url).stream(f"/screen/{cast.meeting.screen_token}"),
        await (await cast.ada()).stream(f"{found.honest[0].room}/desk"),
    ]
    found.queue = await (await cast.ada()).stream(f"/b/{cast.board.public_id}/moderation")
    spam = people // 20 or 1
    door_left = door - people
    comes = [found.come(found.honest) for _ in range(people - 1)]
    comes += [found.come(found.others) for _ in range(spam)]
    for some in range(0, len(comes), 25):
        assert set(await asyncio.gather(*comes[some : some + 25])) == {303}, "whoever means well got in"
    assert door_left >= spam
    return found


async def evening(cast: Cast, site: Site, people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    door = people * 2
    monkeypatch.setitem(FORMATS, Format.HEARING, replace(HEARING, from_one_address=door))
    at = await hall(cast, site, people, door=door)
    in_all, before, version = len(at.honest) + len(at.others), await at.events(), await at.version()
    heard = [len(stream.raw) for stream in at.follows]
    writers = enumerate(at.honest[1:], 1)
    sent = [person.propose(f"Ønske nummer {number}", "Tænk på skolevejen") for number, person in writers]
    for some in range(0, len(sent), 25):
        assert all(took(answer) for answer in await asyncio.gather(*sent[some : some + 25]))
    for number, other in enumerate(at.others):
        codes = [(await other.propose(f"{MARK} {number} {again}")).status_code for again in range(6)]
        assert codes[:3] == [303] * 3
        assert codes[3:] == [409] * 3, "of one writer only so much waits"
        refused = await other.propose(f"{MARK} igen")
        assert "det står her endnu" in refused.text
        assert MARK in refused.text, "what was typed stays"
    assert await at.waiting() == len(at.honest) - 1 + 3 * len(at.others)
    for _ in range(door - in_all):
        assert await at.come([]) == 303
    assert await at.come([]) == 429, "a script does not fill the meeting"
    assert await at.version() == version, "the open page is not drawn anew for what strangers cannot see"
    waits = await at.waiting()
    assert at.queue is not None
    await at.queue.until(lambda page: f"Venter på jer ({waits})" in page.text, what="all of it in the queue")
    for stream, first in zip(at.follows, heard, strict=True):
        await stream.reaches(await at.events())
        numbered = [frame for frame in stream.raw[first:] if '"after"' in frame]
        assert len(numbered) <= await at.events() - before, "of one event a page hears once at most"
    await unseen(at, MARK, "Ønske nummer")
    await look(at)
    for stream in (*at.follows, at.queue):
        await stream.close()


async def unseen(at: Hall, *words: str) -> None:
    """Nobody who did not write it reads it, anywhere."""
    ada, cast = await at.cast.ada(), at.cast
    reader = at.honest[0]  # who has written nothing
    ideas = await rows(cast.database.url, "SELECT public_id FROM idea WHERE meeting_id = $1 LIMIT 5", cast.meeting.id)
    paths = [reader.room, f"{reader.room}/mine", f"/b/{cast.board.public_id}/progress"]
    paths += [f"/ideas/{idea['public_id']}" for idea in ideas]
    read = [(await reader.get(path)).text for path in paths]
    read += [(await ada.get(path)).text for path in (f"{ada.room}/desk", *paths[2:])]
    leaves = ("", "/plakat", "/ramme", "/nyt.atom", "/ideer.csv", "/moeder.ics", "/regler", "/referat")
    read += [(await Member(cast.url).get(f"/aabent/{SLUG}{leaf}")).text for leaf in leaves]
    read += [(await Member(cast.url).get(f"/screen/{cast.meeting.screen_token}")).text, *at.heard()]
    for word in words:
        assert not any(word in text for text in read), word


async def look(at: Hall) -> None:
    """Those who moderate show one, refuse one and close for a writer, whose others are put away with it."""
    cast, run = at.cast, runtime_of(at.site)
    ada, me = await cast.ada(), await seat_of(cast, "Ada Holm")
    shown = await screening_of(cast, "Ønske nummer 1")
    await commands.show(run, me, shown, shown.version)
    for stream in at.follows:
        await stream.until(lambda page: "Ønske nummer 1" in page.text, what="what was shown, on wall and phone")
    refused = await screening_of(cast, "Ønske nummer 2")
    await commands.refuse(run, me, refused, refused.version, 2, rules=[2])
    spam, before = at.others[0], await at.waiting()
    copied, again = at.honest[3], f"{MARK} 0 1"
    assert took(await copied.propose(again.upper() + "!"))
    assert await at.waiting() == before, "the same words are looked at once"
    assert took(await at.honest[4].propose("ønske, nummer 2", "tænk på skolevejen"))
    assert await verdicts(cast, "ønske, nummer 2") == [(Verdict.REFUSED, 2)], "what was refused is refused again"
    path = f"/screenings/{(await screening_of(cast, f'{MARK} 0 0')).public_id}/closing"
    assert (await at.honest[5].post(path)).status_code == 404
    assert took(await ada.post(path))
    assert await at.waiting() == before - 3 + 1, "three were put away, and whoever wrote the same is looked at"
    assert await verdicts(cast, again) == [(Verdict.REFUSED, None)]
    assert await verdicts(cast, again.upper() + "!") == [(Verdict.WAITING, None)]
    answer = await spam.propose(f"{MARK} til sidst")
    assert answer.status_code == 403
    assert "har lukket for det, du skriver" in answer.text
    assert (await spam.look()).element("room") is not None, "they may read on"
    assert took(await ada.post(path, {"open": "1"}))
    assert took(await spam.propose("Undskyld, nu skriver jeg ordentligt"))
    seats = [seat for seat in await newest(cast) if not seat.staff]
    before = await at.waiting()
    assert took(await ada.remove(seats[0].public_id))
    await unseen(at, MARK)
    assert await at.waiting() <= before


async def newest(cast: Cast) -> list[Seat]:
    async with cast.database.snapshot() as session:
        query = select(Seat).where(Seat.board_id == cast.board.id).order_by(col(Seat.id).desc())
        return list((await session.execute(query)).scalars())


async def verdicts(cast: Cast, title: str) -> list[tuple[Verdict, int | None]]:
    async with cast.database.snapshot() as session:
        query = select(Screening).join(Idea, col(Idea.id) == Screening.idea_id)
        query = query.where(Idea.title == title, Idea.board_id == cast.board.id)
        return [(each.verdict, each.rule) for each in (await session.execute(query)).scalars()]


async def test_who_writes_the_same_counts_and_is_told(cast: Cast, site: Site) -> None:
    await rows(cast.database.url, "UPDATE meeting SET format = 'hearing', themes = '[]' WHERE id = $1", cast.meeting.id)
    run, me, title = runtime_of(site), await seat_of(cast, "Ada Holm"), "Bænke på vejen"
    first, second, third = await cast.guests_join(3)
    stream = await third.stream()
    assert took(await first.propose(title))
    assert took(await second.propose(title.upper()))
    told = (await second.look()).element("mine").text_content()
    assert "1 mere har skrevet det samme" in told
    assert "bliver ikke vist" not in told, "nobody is refused for agreeing"
    shown = await screening_of(cast, title)
    await commands.show(run, me, shown, shown.version)
    assert took(await third.propose("bænke på vejen!"))
    for _ in range(2):  # the same person again is one person
        assert took(await third.propose("Bænke, på vejen"))
    await stream.until(lambda page: "2 flere har skrevet det samme" in page.text, what="how many wrote it")
    assert "2 andre har skrevet det samme" in (await second.look()).text
    assert "Læs den her: idé 1" in (await second.look()).text
    queue = await (await cast.ada()).page(f"/b/{cast.board.public_id}/moderation")
    assert "2 flere har skrevet det samme" in queue.text
    assert title.upper() not in queue.text, "it is looked at once"
    await stream.close()
    assert took(await first.post(f"/ideas/{await idea_of(cast, title)}/withdrawal"))
    assert (await verdicts(cast, title.upper()))[0][0] is Verdict.WAITING, "nobody's words go along"


async def idea_of(cast: Cast, title: str) -> str:
    query = "SELECT public_id FROM idea WHERE title = $1 AND board_id = $2"
    return str((await rows(cast.database.url, query, title, cast.board.id))[0]["public_id"])


@pytest.mark.long
async def test_thirty_strangers_behind_one_address(cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    await evening(cast, site, 30, monkeypatch)


@pytest.mark.slow
async def test_three_hundred_strangers_behind_one_address(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await evening(cast, site, 300, monkeypatch)
