"""S1: a code that is typed is guarded against guessing, and what others type never shuts anybody out."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from schemas.codes import JOIN_LENGTH, RETURN_LENGTH, grouped, new_code
from schemas.format import Phase
from schemas.invitation import INVITATION_CODE_LENGTH
from server.core.database import Database
from server.web.pacing import Lines
from server.web.wrong_codes import ALL, EACH, LONGEST_WAIT, PACE, PER_ADDRESS, WrongCodes
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.site import SECRET, Site


@dataclass
class Waits:
    """The waits of the site's tries: noted, and over at once; the clock of the lines stands still."""

    delays: list[float] = field(default_factory=list)
    time: float = 0.0

    async def sleep(self, seconds: float) -> None:
        self.delays.append(seconds)

    def now(self) -> float:
        return self.time

    def tied_to(self, codes: WrongCodes) -> None:
        """Make `codes` wait here."""
        codes.sleep, codes.lines = self.sleep, Lines(PACE, LONGEST_WAIT, self.now)


@pytest.fixture
async def waits(site: Site) -> AsyncIterator[Waits]:
    codes, noted = site.app.state.wrong_codes, Waits()
    await codes.forget()
    noted.tied_to(codes)
    yield noted
    codes.sleep, codes.lines = asyncio.sleep, Lines(PACE, LONGEST_WAIT)


async def status(wire: Browser, path: str, code: str, address: str) -> int:
    return (await wire.post(path, {"code": code}, X_Forwarded_For=address)).status_code


async def test_the_right_code_at_a_shut_door_is_no_wrong_code(cast: Cast, waits: Waits) -> None:
    """Thirty who come too early; then the door opens, and everybody comes in at once."""
    ada, cleo = await cast.ada(), await cast.cleo()
    await ada.door(False)
    for number in range(EACH.amount + PER_ADDRESS.amount):
        assert await status(cleo, "/code", cast.meeting.code, f"10.30.0.{number % 2}") == 404
    await ada.door(True)
    for number in range(5):
        assert await status(cleo, "/code", cast.meeting.code, f"10.30.0.{number % 2}") == 303
    assert waits.delays == []


async def test_past_its_bound_an_address_waits_and_is_let_in(wire: Browser, database: Database, waits: Waits) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    assert world.meeting
    for _ in range(PER_ADDRESS.amount):
        assert await status(wire, "/code", new_code(JOIN_LENGTH), "10.31.0.1") == 404
    assert waits.delays == []
    for number, (code, expected) in enumerate([(world.meeting.code, 303), (new_code(8), 404)] * 3, 1):
        assert await status(wire, "/code", code, "10.31.0.1") == expected
        assert waits.delays[-1] == pytest.approx(number / PACE), "right and wrong wait alike, one after another"
    waited = len(waits.delays)
    assert await status(wire, "/code", world.meeting.code, "10.31.0.2") == 303
    assert await status(wire, "/return", world.codes["rie"], "10.31.0.1") == 303, "return codes have their own"
    assert len(waits.delays) == waited


async def test_a_line_is_bounded_and_is_the_addresss_own(wire: Browser, database: Database, waits: Waits) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    assert world.meeting
    for _ in range(PER_ADDRESS.amount):
        await status(wire, "/code", new_code(JOIN_LENGTH), "10.32.0.1")
    places = int(PACE * LONGEST_WAIT)
    for _ in range(places):
        assert await status(wire, "/code", world.meeting.code, "10.32.0.1") == 303
    answer = await wire.post("/code", {"code": world.meeting.code}, X_Forwarded_For="10.32.0.1")
    assert answer.status_code == 429
    assert world.meeting.code in answer.text, "what was typed is gone"
    assert len(waits.delays) == places
    assert max(waits.delays) <= LONGEST_WAIT + 1e-6
    assert await status(wire, "/code", world.meeting.code, "10.32.0.2") == 303
    waits.time += 1 / PACE
    assert await status(wire, "/code", world.meeting.code, "10.32.0.1") == 303


async def test_many_wrong_codes_refuse_nobody_elsewhere(cast: Cast, site: Site, waits: Waits) -> None:
    """Six hundred a minute out of one IPv6 network: typed codes, invitations and signing in go on for all others."""
    codes, cleo = site.app.state.wrong_codes, await cast.cleo()
    for number in range(ALL.amount):
        await codes.was_wrong("join", f"2001:db8:0:{number // 50:x}::/64", new_code(JOIN_LENGTH))
        await codes.was_wrong("login", f"2001:db8:0:{number // 50:x}::/64", f"{number}@x.test")
        await codes.was_wrong("follow", f"2001:db8:0:{number // 50:x}::/64", f"{number}")
    assert await status(cleo, "/code", cast.meeting.code, "2001:db8:ffff::1") == 303
    assert await status(cleo, "/code", new_code(INVITATION_CODE_LENGTH), "2001:db8:ffff::1") == 404
    assert waits.delays == pytest.approx([1 / PACE, 2 / PACE]), "it waits a moment, like a wrong one"
    mail = cast.people["Ada"].mail
    answer = await cleo.post("/login", {"mail": mail}, X_Forwarded_For="2001:db8:ffff::1")
    assert answer.status_code == 200
    assert await codes.may_try("follow", "2001:db8:ffff::/64", "somebody")


async def test_return_codes_refuse_and_count_a_network_as_one(wire: Browser, database: Database, waits: Waits) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    for number in range(PER_ADDRESS.amount):
        assert await status(wire, "/return", new_code(RETURN_LENGTH), f"2001:db8:5:6::{number:x}") == 404
    assert await status(wire, "/return", world.codes["rie"], "2001:db8:5:6:7::1") == 429
    assert await status(wire, "/return", world.codes["rie"], "2001:db8:5:7::1") == 303
    for number in range(PER_ADDRESS.amount):
        await status(wire, "/return", new_code(RETURN_LENGTH), ("192.0.2.9", "::ffff:192.0.2.9")[number % 2])
    assert await status(wire, "/return", world.codes["finn"], "192.0.2.9") == 429
    assert waits.delays == []


async def test_who_waits_holds_neither_a_turn_nor_a_connection(site: Site, cast: Cast) -> None:
    codes, go_on, rests = site.app.state.wrong_codes, asyncio.Event(), asyncio.Event()
    engine = site.app.state.runtime.database.engine

    async def sleep(_: float) -> None:
        rests.set()
        await go_on.wait()

    ben = await cast.ben()
    await ben.look()
    for _ in range(PER_ADDRESS.amount):
        await codes.was_wrong("join", "10.33.0.1", new_code(JOIN_LENGTH))
    codes.sleep = sleep
    try:
        waiting = asyncio.ensure_future(ben.post("/code", {"code": cast.meeting.code}, X_Forwarded_For="10.33.0.1"))
        await rests.wait()
        assert engine.pool.checkedout() == 0
        assert not any(taken.at_work for taken in site.app.state.budget.work._taken.values()), "the house waits too"
        assert (await ben.get(ben.room)).status_code == 200
        assert not waiting.done()
        go_on.set()
        assert took(await waiting)
    finally:
        codes.sleep = asyncio.sleep


@pytest.mark.parametrize("wrong", [JOIN_LENGTH, INVITATION_CODE_LENGTH])
async def test_the_same_wrong_code_from_everywhere_waits_too(wrong: int) -> None:
    codes, waits, code = WrongCodes(SECRET), Waits(), new_code(wrong)
    waits.tied_to(codes)
    for number in range(EACH.amount):
        assert await codes.may_try("join", f"10.34.{number}.1", code)
        await codes.was_wrong("join", f"10.34.{number}.1", code)
    assert waits.delays == []
    assert await codes.may_try("join", "10.35.0.1", code)
    assert len(waits.delays) == 1


WRITTEN = ["Kode: {}", "{} ", "koden er {}.", "{}"]


async def test_a_code_is_understood_with_the_words_around_it(cast: Cast, waits: Waits) -> None:
    """In every field for one: a meeting's, an invitation's and a return code, and the pasted addresses of ours."""
    ada, rie, cleo = await cast.ada(), await cast.rie(), await cast.cleo()
    room = await rie.land()
    returned = room.element("return-code").text_content()
    code, door = cast.meeting.code, f"/j/{cast.meeting.join_token}"
    for words in WRITTEN:
        for shown in (grouped(code), grouped(code).lower(), code, grouped(code).replace("-", "\u2011")):
            assert (await cleo.post("/code", {"code": words.format(shown)})).headers["location"] == door
    for path in (door, f"/screen/{cast.meeting.screen_token}"):
        for field_of in ("/code", "/return"):
            answer = await cleo.post(field_of, {"code": f"Gå med her: {cast.url}{path}"})
            assert (answer.status_code, answer.headers.get("location")) == (303, door), (field_of, path)
    answer = await ada.post(f"{ada.room}/invitations/sheet", {"slips-any": "1"})
    slip = next(iter(answer_codes(answer.text)))
    invited = (await cleo.post("/code", {"code": f"Kode: {slip}"})).headers["location"]
    assert invited.startswith("/i/")
    assert (await cleo.post("/code", {"code": f"https://peerboard.test{invited}"})).headers["location"] == invited
    assert took(await cleo.post("/return", {"code": returned})), returned
    assert (await cleo.post("/code", {"code": "https://peerboard.test/j/" + "x" * 32})).status_code == 404


def answer_codes(text: str) -> list[str]:
    """The codes on a printed sheet."""
    return re.findall(r"\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}\b", text)
