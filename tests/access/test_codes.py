"""S1: join links and typed codes: random, guarded, and silent about what is behind them."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import pytest

from schemas.codes import ALPHABET, JOIN_LENGTH, RETURN_LENGTH, new_code, normal
from schemas.format import Phase
from server.core.database import Database
from server.ops.embedded import Valkey
from server.web import wrong_codes
from server.web.wrong_codes import EACH, PER_ADDRESS, WrongCodes
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import SECRET, Site
from tests.support.stopwatch import Stopwatch

FRESH = "Koden virker ikke"


async def typed(wire: Browser, path: str, code: str, address: str) -> tuple[int, str]:
    """What a typed code is answered with, the code itself left out."""
    answer = await wire.post(path, {"code": code}, X_Forwarded_For=address)
    return answer.status_code, answer.text.replace(code, "…")


async def test_what_is_made_has_its_bits(cast: Cast) -> None:
    """128 bits in a link, 8 of 31 symbols in a typed code, 10 in a return code."""
    assert len(ALPHABET) == 31
    meeting, ben = cast.meeting, await cast.ben()
    assert len(normal(meeting.code)) == len(meeting.code) >= JOIN_LENGTH >= 8
    for token in (meeting.join_token, meeting.screen_token, ben.cookie.split("=")[1].split(";")[0]):
        assert len(token) * 6 >= 128
        assert re.fullmatch(r"[\w-]+", token)
    shown = re.search(r"Din returkode er ([\w-]+)", (await ben.land()).text)
    assert shown
    assert len(normal(shown[1])) == RETURN_LENGTH >= 10
    assert RETURN_LENGTH * math.log2(31) > 49


async def test_looking_never_joins(cast: Cast, database: Database) -> None:
    """A robot that previews the link, also with the fields in the address, takes no seat and gets no cookie."""
    cleo = await cast.cleo()
    for query in ("", "?role=patient&name=Robot", "?nonce=abc&role=patient"):
        answer = await cleo.get(f"/j/{cast.meeting.join_token}{query}")
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert (await cleo.http.head(f"/j/{cast.meeting.join_token}{query}")).status_code == 200
    assert not await rows(database.url, "SELECT 1 FROM seat WHERE meeting_id = $1", cast.meeting.id)
    await cleo.join(cast.meeting.join_token, "patient", "Cleo")
    assert await rows(database.url, "SELECT 1 FROM seat WHERE meeting_id = $1", cast.meeting.id)


async def test_wrong_closed_and_over_are_answered_alike(site: Site, wire: Browser, database: Database) -> None:
    """In words and in steps: the same statements and the same counting, so that the time tells nothing either."""
    worlds = [await World.make(wire, database, Phase.REVEAL) for _ in range(3)]
    codes = [world.meeting.code for world in worlds if world.meeting]
    for code in codes:
        assert (await typed(wire, "/code", code, "10.0.0.1"))[0] == 303
    await worlds[1].post("ada", f"/m/{worlds[1].values['meeting']}/door", {"open": "0"})
    await worlds[2].post("ada", f"/m/{worlds[2].values['meeting']}/end")
    unknown = new_code(JOIN_LENGTH)
    answers = [await typed(wire, "/code", code, "10.0.0.1") for code in (codes[1], codes[2], unknown, "K7")]
    assert answers[0][0] == 404
    assert FRESH in answers[0][1]
    assert len(set(answers)) == 1, "a closed door looks different"
    taken = []
    for code in (codes[1], codes[2], unknown):
        with asked(site, whole=True) as statements, counted(site) as steps:
            await typed(wire, "/code", code, "10.0.0.2")
        taken.append((statements, len(steps)))
    assert taken[0] == taken[1] == taken[2], "a closed door takes other steps"
    assert taken[0][1] > 0


@contextmanager
def counted(site: Site) -> Iterator[list[object]]:
    """What the site asks where wrong codes are counted."""
    codes, steps = site.app.state.wrong_codes, list[object]()
    usual = codes._ask

    async def ask(what: object) -> bool:
        steps.append(what)
        return bool(await usual(what))

    codes._ask = ask
    try:
        yield steps
    finally:
        codes._ask = usual


@pytest.mark.soak
async def test_a_closed_door_takes_no_longer_than_none(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    assert world.meeting
    await world.post("ada", f"/m/{world.values['meeting']}/door", {"open": "0"})
    times: dict[str, list[float]] = {world.meeting.code: [], new_code(JOIN_LENGTH): []}
    for _ in range(12):
        for code, taken in times.items():
            with Stopwatch() as watch:
                await typed(wire, "/code", code, "10.0.0.2")
            taken.append(watch.seconds)
    slower, faster = sorted((median(taken) for taken in times.values()), reverse=True)
    assert slower < 3 * faster + 0.01


async def test_a_code_works_however_it_is_typed_but_only_while_the_door_is_open(cast: Cast) -> None:
    ada, cleo = await cast.ada(), await cast.cleo()
    code = cast.meeting.code
    assert took(await cleo.post("/code", {"code": f" {code[:4].lower()}-{code[4:].lower()} "}))
    await ada.door(False)
    assert (await cleo.post("/code", {"code": code})).status_code == 404
    await ada.door(True)
    assert took(await cleo.post("/code", {"code": code}))


async def test_right_codes_are_never_counted(wire: Browser, database: Database) -> None:
    """A hospital is one address: 1,500 people type the right code in a minute."""
    world = await World.make(wire, database, Phase.REVEAL)
    assert world.meeting
    for _ in range(PER_ADDRESS.amount + 5):
        assert (await typed(wire, "/code", world.meeting.code, "10.2.0.1"))[0] == 303


async def test_return_codes_have_their_own_bound(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    for _ in range(PER_ADDRESS.amount):
        assert (await typed(wire, "/return", new_code(RETURN_LENGTH), "10.3.0.1"))[0] == 404
    assert (await typed(wire, "/return", world.codes["rie"], "10.3.0.1"))[0] == 429
    assert (await typed(wire, "/return", world.codes["rie"], "10.3.0.2"))[0] == 303
    assert world.meeting
    assert (await typed(wire, "/code", world.meeting.code, "10.3.0.1"))[0] == 303


async def test_a_return_code_ends_with_its_seat_and_when_staff_end_it(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    assert (await typed(wire, "/return", world.codes["removed"], "10.8.0.1"))[0] == 404
    assert (await typed(wire, "/return", world.codes["rie"], "10.8.0.1"))[0] == 303
    await world.post("ada", f"/seats/{world.values['seat']}/code-end")
    assert (await typed(wire, "/return", world.codes["rie"], "10.8.0.1"))[0] == 404
    old = world.codes["ben"]
    assert (await world.post("ben", f"/m/{world.values['meeting']}/return-code")).status_code == 303
    assert (await typed(wire, "/return", old, "10.8.0.1"))[0] == 404, "the old one still works"


async def test_the_bounds_hold_across_servers_and_without_redis(valkey: Valkey) -> None:
    code = new_code(JOIN_LENGTH)
    one, other, alone = WrongCodes(SECRET, valkey.url), WrongCodes(SECRET, valkey.url), WrongCodes(SECRET)
    for number in range(EACH.amount):
        assert await one.may_try("return", f"10.4.0.{number}", code)
        await (one, other)[number % 2].was_wrong("return", f"10.4.0.{number}", code)
    for server in (one, other):
        assert not await server.may_try("return", "10.4.1.1", code), "each server counted for itself"
        assert await server.may_try("return", "10.4.1.1", new_code(JOIN_LENGTH))
        assert await server.may_try("join", "10.4.1.1", code)
    assert await alone.may_try("return", "10.4.1.1", code)
    await one.close()
    await other.close()


async def test_without_redis_codes_are_answered_at_once(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens there: the first try fails fast, the next do not ask."""
    monkeypatch.setattr(wrong_codes, "REST", 3600)
    site = await Site.at(database_url, "unix:///nowhere/at/all").start()
    async with Browser(site.url) as cleo:
        pool, tries = site.app.state.wrong_codes._pool, list[object]()
        ask = pool.get_connection

        async def noted(*told: Any, **more: Any) -> Any:
            tries.append(told)
            return await ask(*told, **more)

        monkeypatch.setattr(pool, "get_connection", noted)
        for _ in range(5):
            assert (await cleo.post("/code", {"code": new_code(JOIN_LENGTH)})).status_code == 404
        assert len(tries) == 1, "who knows that nobody is there asks again"
        for _ in range(PER_ADDRESS.amount - 5):
            await cleo.post("/code", {"code": new_code(JOIN_LENGTH)})
        assert not site.app.state.wrong_codes.lines._last
        assert (await cleo.post("/code", {"code": new_code(JOIN_LENGTH)})).status_code == 404
        assert site.app.state.wrong_codes.lines._last, "nobody counts while Redis is away"
    await site.stop()
