"""S6: nobody can send too much, too fast, or hold too much, and who tries slows nobody."""

import asyncio
import gzip
import itertools
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from limits import RateLimitItemPerMinute
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from schemas.format import Phase
from schemas.idea import TEXT_MAX, THEME_MAX, TITLE_MAX
from schemas.seat import NAME_MAX, ORGANISATION_MAX
from server.core.database import Database
from server.live.limits import PAGES_MOST
from server.web import assets
from server.web.bodies import BODY_MOST
from server.web.rate_limits import ADDRESS, Budget, _short
from server.web.turns import IN_LINE, SEAT, Bucket
from tests.access.handshake import ACCEPTED, shake
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.databases import rows
from tests.support.site import Site
from tests.support.waiting import until

FORM = "application/x-www-form-urlencoded"


async def send(world: World, body: bytes | AsyncIterator[bytes], kind: str = FORM) -> int:
    """Post a body as it is to the form for an idea; the answer's status."""
    headers = world.sent("ben", {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"})
    answer = await world.wire.http.post(f"/m/{world.values['meeting']}/ideas", content=body, headers=headers)
    return answer.status_code


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """Without a length, so that the server finds out on the way."""
    for start in range(0, len(body), 8192):
        yield body[start : start + 8192]


async def test_a_body_is_bounded_with_and_without_a_length(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    fits, large = b"key=k&title=Ny&junk=" + b"x" * 60_000, b"title=Ny&junk=" + b"x" * BODY_MOST
    assert await send(world, fits) == 303
    assert await send(world, in_pieces(fits)) == 303
    assert await send(world, large) == 413
    assert await send(world, in_pieces(large)) == 413
    assert await send(world, in_pieces(b"x" * 10 * BODY_MOST)) == 413
    assert await send(world, b"a=1", "multipart/form-data; boundary=x") == 422


async def test_files_and_floods_of_fields_are_refused(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    part = b'--x\r\nContent-Disposition: form-data; name="title"; filename="a.txt"\r\n\r\nhej\r\n--x--\r\n'
    assert await send(world, part, "multipart/form-data; boundary=x") == 422
    assert await send(world, b"&".join(b"f%d=1" % number for number in range(5000))) == 422
    assert await send(world, b"\xff\xfe%ff%00%ed%a0%80=%ed%a0%80") == 415
    assert not await rows(database.url, "SELECT 1 FROM idea WHERE title = ''")


@pytest.mark.parametrize(("name", "most"), [("title", TITLE_MAX), ("text", TEXT_MAX), ("theme", THEME_MAX)])
async def test_too_long_a_text_is_refused_whole(name: str, most: int, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    path = f"/m/{world.values['meeting']}/ideas"
    for length, status in ((most, 303), (most + 1, 422), (most * 2, 422)):
        typed = {"title": "Ny", "key": f"k{length}"} | {name: "å" * length}
        answer = await world.post("ben", path, typed)
        assert answer.status_code == status, (name, length)
        assert status == 303 or name == "theme" or "å" * length in answer.text, "what was typed is gone"


@pytest.mark.parametrize(("name", "most"), [("name", NAME_MAX), ("organisation", ORGANISATION_MAX)])
async def test_a_name_that_is_too_long_is_refused(name: str, most: int, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    for length, status in ((most, 303), (most + 1, 422)):
        typed = {"role": "patient", name: "å" * length}
        assert (await world.post("nobody", f"/j/{world.values['join']}", typed)).status_code == status


@pytest.mark.parametrize(
    "path",
    ["/m/%00", "/j/a%00b", "/ideas/%00", "/?code=%00", "/poll?page=meeting&id=%00", "/m/%ff", "/m/" + "x" * 3000],
)
async def test_strange_addresses_are_no_failure(path: str, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    assert (await world.get("ben", path)).status_code in {400, 404}


async def test_strange_numbers_are_no_failure(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.VOTE)
    room = f"/m/{world.values['meeting']}"
    for number in ("", "x", "-1", "1e9", "99999999999999999999", "١", "0x1", "1.5"):
        ballot = {"version": "0", f"dots-{world.values['idea']}": number}
        assert (await world.post("ben", f"/rounds/{world.values['round']}/ballot", ballot)).status_code < 500, number
        assert (await world.post("ada", f"{room}/timer", {"do": "start", "minutes": number})).status_code < 500, number
    world = await World.make(wire, database, Phase.VOTE)
    for number in ("", "x", "-1", "99999999999999999999"):
        assert (await world.post("ada", f"{room}/phase", {"phase": "vote", "from": number})).status_code < 500, number
        assert (
            await world.post("ben", f"/ideas/{world.values['hidden']}", {"version": number, "title": "A"})
        ).status_code < 500
        assert (await world.post("ada", f"{room}/voting", {"method": "dots", "dots": number})).status_code < 500, number


async def test_a_seat_has_its_budget_and_others_have_theirs(site: Site, wire: Browser, database: Database) -> None:
    """For pages, polls and handshakes together; it fills up again."""
    world = await World.make(wire, database, Phase.REVEAL)
    query = f"?page=meeting&id={world.values['meeting']}&at="
    live, origin = f"{wire.base.replace('http', 'ws', 1)}/live{query}", {"Origin": wire.origin}

    async def asked(who: str) -> tuple[object, ...]:
        page, poll = await world.get(who, f"/m/{world.values['meeting']}"), await world.get(who, f"/poll{query}")
        return page.status_code, poll.status_code, await shake(live, world.sent(who, origin))

    assert await asked("ben") == (200, 200, ACCEPTED)
    bucket = site.app.state.budget._known[_short(world.cookies["ben"])]
    bucket.left = -SEAT
    assert await asked("ben") == (429, 429, 403)
    assert await asked("rie") == (200, 200, ACCEPTED)
    bucket.left += 2 * SEAT
    assert await asked("ben") == (200, 200, ACCEPTED)


async def test_a_bucket_holds_a_seconds_worth_and_fills_up() -> None:
    bucket = Bucket()
    assert [bucket.take() for _ in range(SEAT + 5)] == [True] * SEAT + [False] * 5
    bucket.at -= 0.2
    assert [bucket.take() for _ in range(SEAT)].count(True) == SEAT // 5
    bucket.at -= 3600
    assert [bucket.take() for _ in range(2 * SEAT)].count(True) == SEAT
    bucket.left, bucket.waiting = SEAT, IN_LINE
    assert not bucket.take(), "requests pile up behind a slow one"


async def test_made_up_cookies_share_their_addresss_budget(site: Site, wire: Browser, database: Database) -> None:
    """Else everybody had a budget for every cookie they think of."""
    world, path = await World.make(wire, database, Phase.REVEAL), "/m/nothing"
    budget: Budget = site.app.state.budget
    assert (await world.get("rie", f"/m/{world.values['meeting']}", X_Forwarded_For="10.9.0.1")).status_code == 200
    usual, budget.address = budget.address, RateLimitItemPerMinute(20)
    try:
        statuses = []
        for number in range(25):
            world.cookies["made up"] = f"cookie-{number}"
            statuses.append((await world.get("made up", path, X_Forwarded_For="10.9.0.1")).status_code)
        assert statuses == [404] * 20 + [429] * 5
        known = await world.get("rie", f"/m/{world.values['meeting']}", X_Forwarded_For="10.9.0.1")
        assert known.status_code == 200, "a member of the house is shut out"
        assert (await world.get("made up", path, X_Forwarded_For="10.9.0.2")).status_code == 404
    finally:
        budget.address = usual


async def test_made_up_bundles_cost_next_to_nothing(site: Site, wire: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may ask for files that never change as often as they like, and in any order: nobody counts it."""
    packed, pack = list[bytes](), gzip.compress

    def compress(data: bytes, level: int, *, mtime: float) -> bytes:
        packed.append(data)
        return pack(data, level, mtime=mtime)

    monkeypatch.setattr(assets, "_made", {})
    monkeypatch.setattr(assets, "MADE_MOST", 5)
    monkeypatch.setattr(gzip, "compress", compress)
    for names in itertools.islice(itertools.permutations(("room", "voice", "stream", "forms", "look")), 20):
        answer = await wire.get(f"/static/bundle/x/{','.join(names)}.js")
        assert answer.status_code == 200
        assert all(f".{word}=" in answer.text for word in ("announce", "swap", "refill"))
    assert len(packed) == 5
    assert (await wire.get(f"/static/bundle/x/{','.join(['room'] * 40)}.js")).status_code == 404
    own = urlsplit(assets.address("js", "room", "look"))
    assert (await wire.get(own.path)).headers["content-encoding"] == "gzip", "what our pages want is made all the same"


async def test_a_hospital_is_one_address(wire: Browser, database: Database) -> None:
    """Everyone with a seat has a budget of their own, wherever they come from; 1,500 may join within a minute."""
    assert ADDRESS.amount / ADDRESS.get_expiry() >= 1500 * 4 / 60
    world = await World.make(wire, database, Phase.REVEAL)
    for who in ("ben", "rie", "finn", "olga"):
        for _ in range(15):
            assert (await world.get(who, f"/m/{world.values['meeting']}/mine")).status_code == 200


async def test_a_browsers_requests_are_worked_on_one_by_one() -> None:
    budget, order = Budget(), list[str]()

    async def work(cookie: str | None, name: str) -> None:
        async with budget.turn(cookie):
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            order.append(f"{name} ends")

    budget._known[_short("ben")] = Bucket()
    await asyncio.gather(*(work("ben", f"{number}") for number in range(3)), work("new", "new"), work(None, "none"))
    own = [step for step in order if step[0].isdigit()]
    assert own == [f"{number} {what}" for number in range(3) for what in ("begins", "ends")]
    assert order.index("new begins") < order.index("0 ends")


async def test_a_seat_has_a_number_of_pages(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    url = f"{wire.base.replace('http', 'ws', 1)}/live?page=meeting&id={world.values['meeting']}&at="
    headers = world.sent("ben", {"Origin": wire.origin})
    opened = []
    for number in range(PAGES_MOST + 2):
        opened.append(await connect(url, additional_headers=headers, compression=None, proxy=None))
        if number % 15 == 14:
            await asyncio.sleep(1)
    for socket in opened[:PAGES_MOST]:
        await socket.recv()
    for socket in opened[PAGES_MOST:]:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1013
    assert await shake(url, world.sent("rie", {"Origin": wire.origin})) == ACCEPTED
    await asyncio.gather(*(socket.close() for socket in opened))

    async def let_in() -> bool:
        return await shake(url, headers) == ACCEPTED

    await until(let_in, what="pages that were closed to be counted no longer")


async def test_nothing_goes_up_a_socket(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    url = f"{wire.base.replace('http', 'ws', 1)}/live?page=meeting&id={world.values['meeting']}&at="
    for said, code in (("hej", 1008), (b"hej", 1008)):
        async with connect(url, additional_headers=world.sent("ben", {"Origin": wire.origin}), proxy=None) as socket:
            assert socket.protocol.extensions == [], "deflate is off"
            await socket.recv()
            await socket.send(said)
            assert await closed_with(socket) == code


async def closed_with(socket: object) -> int:
    """The code that ends a connection."""
    try:
        while True:
            await asyncio.wait_for(socket.recv(), 60)  # type: ignore[attr-defined]
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
