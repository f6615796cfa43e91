"""S2: only our own pages may open a socket, poll, or post with our cookie."""

from itertools import product

import pytest

from schemas.format import Phase
from server.core.database import Database
from tests.access.handshake import ACCEPTED, shake
from tests.access.world import World
from tests.support.browser import Browser

ORIGINS = ("own", "localhost", "other", "port", "scheme", "null", "longer", "none")
MATRIX = [*product(("same-origin", "same-site", "cross-site", "none", None), ORIGINS)]


def origin_of(kind: str, wire: Browser) -> str | None:
    """What a page of that kind sends as Origin."""
    host = wire.origin.removeprefix("http://")
    return {
        "own": wire.origin,
        "localhost": wire.origin.replace("127.0.0.1", "localhost"),
        "other": "https://evil.example",
        "port": wire.origin + "1",
        "scheme": f"ftp://{host}",
        "null": "null",
        "longer": f"http://{host}.evil.example",
        "none": None,
    }[kind]


def told(**headers: str | None) -> dict[str, str]:
    """Headers that are there."""
    return {name.replace("_", "-"): value for name, value in headers.items() if value is not None}


@pytest.mark.parametrize("kind", ORIGINS)
async def test_a_socket_wants_our_own_origin(kind: str, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    url = f"{wire.base.replace('http', 'ws', 1)}/live?page=meeting&id={world.values['meeting']}&at="
    headers = world.sent("ben", told(Origin=origin_of(kind, wire)))
    assert await shake(url, headers) == (ACCEPTED if kind == "own" else 403)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:80"])
async def test_a_host_that_is_not_ours_is_refused(host: str, wire: Browser, database: Database) -> None:
    """DNS rebinding: the other site's name leads to our address, and its Origin is its own host."""
    world = await World.make(wire, database, Phase.REVEAL)
    path = f"/m/{world.values['meeting']}"
    assert (await world.get("ben", path)).status_code == 200
    assert (await world.get("ben", path, Host=host)).status_code == 400
    posted = await world.post("ben", f"{path}/done", {"done": "1"}, Host=host, Origin=f"http://{host}")
    assert posted.status_code == 400
    assert (await world.get("ben", f"/poll?page=meeting&id={world.values['meeting']}", Host=host)).status_code == 400


async def test_a_socket_for_a_host_that_is_not_ours_is_refused(wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    port = wire.base.rsplit(":", 1)[1]
    path = f"/live?page=meeting&id={world.values['meeting']}&at="
    for host, expected in (("localhost", ACCEPTED), ("localhost.evil.example", 403), ("[::1]", 403)):
        # the client names the host of its address, and this one is made up
        headers = world.sent("ben", {"Origin": f"http://{host}:{port}", "Host": f"{host}:{port}"})
        assert await shake_as(f"ws://127.0.0.1:{port}{path}", headers) == expected, host


async def shake_as(url: str, headers: dict[str, str]) -> str | int:
    """A handshake that names another host than the one it goes to."""
    name = headers.pop("Host")
    address = url.removeprefix("ws://").split("/")[0]
    host, port = address.rsplit(":", 1)
    return await shake(url.replace(address, name), headers, to=(host, int(port)))


async def asked(wire: Browser, database: Database, method: str, path: str) -> dict[tuple[str | None, str], int]:
    """The answers to the whole matrix, asked by four members in turn: each has a budget."""
    world, answers = await World.make(wire, database, Phase.REVEAL), {}
    for number, (fetch, kind) in enumerate(MATRIX):
        sent = told(**{"Origin": origin_of(kind, wire), "Sec-Fetch-Site": fetch})
        who = ("ben", "rie", "finn", "olga")[number % 4]
        answer = await wire.http.request(method, path.format(**world.values), headers=world.sent(who, sent))
        answers[fetch, kind] = answer.status_code
    return answers


async def test_a_form_comes_from_our_own_page(wire: Browser, database: Database) -> None:
    """Sec-Fetch-Site decides, which no page can set; Origin where a browser does not send it."""
    answers = await asked(wire, database, "POST", "/m/{meeting}/return-code")
    good = {(fetch, kind) for fetch, kind in MATRIX if (kind == "own" if fetch is None else fetch == "same-origin")}
    assert answers == {case: 303 if case in good else 403 for case in MATRIX}
    assert len(good) == 1 + len(ORIGINS)


async def test_no_other_site_polls(wire: Browser, database: Database) -> None:
    """A GET of our own page may send neither."""
    answers = await asked(wire, database, "GET", "/poll?page=meeting&id={meeting}&at=")
    alone = {"own", "none"}
    good = {(fetch, kind) for fetch, kind in MATRIX if (kind in alone if fetch is None else fetch == "same-origin")}
    assert answers == {case: 200 if case in good else 403 for case in MATRIX}
