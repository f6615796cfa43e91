"""S5: every route and every kind of person. Another board's ids are 404, another role's acts 403 or 404."""

import httpx2
import pytest
from starlette.routing import Mount, Route, WebSocketRoute

from schemas.codes import new_token
from schemas.format import Phase
from tests.access.noted import hold_noted, may_write
from tests.access.row import EVERYBODY, Row, own_fields
from tests.access.stage import Stage
from tests.access.table import TABLE
from tests.access.world import World
from tests.support.databases import rows
from tests.support.site import Site

ELSEWHERE = {"GET /poll", "/live", "/static"}
"""Held by test_streams.py and by the test of static files below."""


def world_of(case: tuple[str, int]) -> tuple[str, str]:
    """What a row's world must be like: rows that want the same are asked one after the other."""
    row = TABLE[case[0]][case[1]]
    return row.phase, row.status


CASES = sorted(((route, number) for route, found in TABLE.items() for number in range(len(found))), key=world_of)


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


@pytest.mark.parametrize(("route", "number"), CASES, ids=[f"{route} {number}".strip() for route, number in CASES])
async def test_who_may(route: str, number: int, stage: Stage) -> None:
    row = TABLE[route][number]
    world = await stage.world(row.phase, row.status)
    if row.unknown is not None:
        strange = await ask(world, "ada", route, row, **dict.fromkeys((*row.ids, *IDS), new_token()))
        assert strange.status_code == row.unknown, f"an id that nobody has: {strange.status_code}"
    for who in EVERYBODY if row.others else ():
        if who in row.good:
            continue
        answer = await ask(world, who, route, row)
        assert answer.status_code == row.refused.get(who, 404), f"{who}: {answer.status_code} {answer.text[:200]}"
        assert not row.shows or row.shows not in answer.text, f"{who} sees {row.shows}"
    changed = await stage.changed() - may_write(row)
    assert not changed, f"somebody who may not has changed something: {changed}"
    for who, status in row.good.items():
        before = len(await stage.noted())
        answer = await ask(world, who, route, row)
        assert answer.status_code == status, f"{who}: {answer.status_code} {answer.text[:300]}"
        hold_noted(route, row, who, status, (await stage.noted())[before:])
        assert row.shows in answer.text or status >= 300, f"{who} does not see {row.shows}"
    if route.startswith("POST") and row.good and row.writes:
        assert await stage.changed() or "logout" in route or "leave" in route


IDS = (
    *("unit", "person", "referral", "step", "meeting", "board", "seat", "member", "idea", "comment", "round", "token"),
    *("secret", "enquiry", "screening"),
)
AFTER = [(route, number) for route, number in CASES if TABLE[route][number].after]


@pytest.mark.parametrize(("route", "number"), AFTER, ids=[f"{route} {number}".strip() for route, number in AFTER])
async def test_when_the_meeting_is_over(route: str, number: int, stage: Stage) -> None:
    row = TABLE[route][number]
    world = await stage.world(row.phase, row.status, over=True)
    for who, status in row.after.items():
        answer = await ask(world, who, route, row)
        assert answer.status_code == status, f"{who}: {answer.status_code} {answer.text[:300]}"


async def test_not_there_and_not_yours_are_answered_alike(stage: Stage) -> None:
    """Nobody learns from a 404 whether the thing exists."""
    world = await stage.world(Phase.VOTE)
    for route in ("GET /m/{meeting}", "GET /ideas/{idea}", "GET /b/{board}/progress", "POST /rounds/{round}/ballot"):
        row = TABLE[route][0]
        theirs = await ask(world, "cleo", route, row)
        nothing = await ask(world, "cleo", route, row, **dict.fromkeys(IDS, new_token()))
        assert theirs.status_code == nothing.status_code == 404
        # The address that was asked for is all that may stand in it: a return code leads on to it.
        assert len({answer.text.replace(answer.url.path, "…") for answer in (theirs, nothing)}) == 1
        quiet = {"date", "content-length"}
        heads = [{k: v for k, v in answer.headers.items() if k not in quiet} for answer in (theirs, nothing)]
        assert heads[0] == heads[1]


@pytest.mark.parametrize(
    "path", ["/static/../server/app.py", "/static/%2e%2e/server/app.py", "/static/", "/static//etc/passwd"]
)
async def test_static_files_are_only_those(path: str, stage: Stage) -> None:
    world = await stage.world(Phase.VOTE)
    assert (await world.get("nobody", "/static/css/base.css")).status_code == 200
    assert (await world.get("nobody", path)).status_code == 404


async def test_a_change_is_seen_and_put_back(stage: Stage) -> None:
    """Otherwise the table could not fail: a refusal that changes something, or the row after one that worked."""
    await stage.world(Phase.VOTE)
    await rows(stage.database.url, "UPDATE idea SET title = 'another' WHERE submission = 'shown'")
    assert await stage.changed() == {"idea"}
    world = await stage.world(Phase.VOTE)
    assert not await stage.changed()
    assert "shown idea" in (await world.get("ben", f"/m/{world.values['meeting']}")).text
