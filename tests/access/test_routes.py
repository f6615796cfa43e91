"""S5: every route and every kind of person. Another board's ids are 404, another role's acts 403 or 404."""

import httpx2
import pytest
from starlette.routing import Mount, Route, WebSocketRoute

from schemas.codes import new_token
from schemas.format import Phase
from schemas.tables import metadata
from server.database import Database
from tests.access.row import EVERYBODY, Row, own_fields
from tests.access.table import TABLE
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.databases import rows
from tests.support.site import Site

ELSEWHERE = {"GET /poll", "/live", "/static"}
"""Held by test_streams.py and by the test of static files below."""
CASES = [(route, number) for route, found in TABLE.items() for number in range(len(found))]
SILENT = {"presence", "browser_session", "job"}
"""Tables that asking alone may change."""


def spelled(site: Site) -> set[str]:
    """The routes of the app as the table spells them."""
    found = set()
    for route in site.app.routes:
        if isinstance(route, Mount | WebSocketRoute):
            found.add(route.path)
        else:
            assert isinstance(route, Route)
            found |= {f"{method} {route.path}" for method in (route.methods or set()) - {"HEAD"}}
    return found


async def test_every_route_has_a_row(site: Site) -> None:
    routes = spelled(site)
    missing = sorted(routes - set(TABLE) - ELSEWHERE)
    assert not missing, f"say in tests/access/table.py who may use {missing}"
    assert not sorted(set(TABLE) - routes), "rows for routes that are gone"


async def ask(world: World, who: str, route: str, row: Row, **ids: str) -> httpx2.Response:
    """Do what the row says as `who`."""
    method, path = route.split(" ")
    names = {name: world.values[value] for name, value in row.ids.items()}
    address = path.format(**(world.values | names | ids))
    return await (world.get(who, address) if method == "GET" else world.post(who, address, own_fields(world, row)))


async def fingerprint(url: str) -> dict[str, str]:
    """Every table's content, as a hash."""
    tables = sorted(set(metadata.tables) - SILENT)
    query = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{name}\" AS t"
        for name in tables
    )
    return {row[0]: row[1] for row in await rows(url, query)}


@pytest.fixture(autouse=True)
async def empty(database_url: str) -> None:
    """Nothing of the tests before: every table is read three times by each."""
    await rows(database_url, f"TRUNCATE {', '.join(metadata.tables)} CASCADE")


@pytest.mark.parametrize(("route", "number"), CASES, ids=[f"{route} {number}".strip() for route, number in CASES])
async def test_who_may(route: str, number: int, wire: Browser, database: Database) -> None:
    row = TABLE[route][number]
    world = await World.make(wire, database, row.phase, row.status)
    before = await fingerprint(database.url)
    if row.unknown is not None:
        strange = await ask(world, "ada", route, row, **dict.fromkeys((*row.ids, *IDS), new_token()))
        assert strange.status_code == row.unknown, f"an id that nobody has: {strange.status_code}"
    for who in EVERYBODY if row.others else ():
        if who in row.good:
            continue
        answer = await ask(world, who, route, row)
        assert answer.status_code == row.refused.get(who, 404), f"{who}: {answer.status_code} {answer.text[:200]}"
        assert not row.shows or row.shows not in answer.text, f"{who} sees {row.shows}"
    assert await fingerprint(database.url) == before, "somebody who may not has changed something"
    for who, status in row.good.items():
        answer = await ask(world, who, route, row)
        assert answer.status_code == status, f"{who}: {answer.status_code} {answer.text[:300]}"
        assert row.shows in answer.text or status >= 300, f"{who} does not see {row.shows}"
    if route.startswith("POST") and row.good and row.writes:
        assert await fingerprint(database.url) != before or "logout" in route or "leave" in route


IDS = ("unit", "step", "meeting", "board", "seat", "idea", "comment", "round", "token", "secret")
AFTER = [(route, number) for route, number in CASES if TABLE[route][number].after]


@pytest.mark.parametrize(("route", "number"), AFTER, ids=[f"{route} {number}".strip() for route, number in AFTER])
async def test_when_the_meeting_is_over(route: str, number: int, wire: Browser, database: Database) -> None:
    row = TABLE[route][number]
    world = await World.make(wire, database, row.phase, row.status)
    ended = await world.post("ada", f"/m/{world.values['meeting']}/end")
    assert ended.status_code == 303
    for who, status in row.after.items():
        answer = await ask(world, who, route, row)
        assert answer.status_code == status, f"{who}: {answer.status_code} {answer.text[:300]}"


async def test_not_there_and_not_yours_are_answered_alike(wire: Browser, database: Database) -> None:
    """Nobody learns from a 404 whether the thing exists."""
    world = await World.make(wire, database, Phase.VOTE)
    for route in ("GET /m/{meeting}", "GET /ideas/{idea}", "GET /b/{board}/progress", "POST /rounds/{round}/ballot"):
        row = TABLE[route][0]
        theirs = await ask(world, "cleo", route, row)
        nothing = await ask(world, "cleo", route, row, **dict.fromkeys(IDS, new_token()))
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.content == nothing.content
        quiet = {"date", "content-length"}
        heads = [{k: v for k, v in answer.headers.items() if k not in quiet} for answer in (theirs, nothing)]
        assert heads[0] == heads[1]


@pytest.mark.parametrize(
    "path", ["/static/../server/app.py", "/static/%2e%2e/server/app.py", "/static/", "/static//etc/passwd"]
)
async def test_static_files_are_only_those(path: str, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.REVEAL)
    assert (await world.get("nobody", "/static/css/base.css")).status_code == 200
    assert (await world.get("nobody", path)).status_code == 404
