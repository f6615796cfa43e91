"""The log and the metrics carry the status that was answered, whatever failed and wherever."""

import io
import json
from collections.abc import AsyncIterator, Callable, Iterator

import asyncpg
import httpx2
import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, Router

from server.core.errors import Away, Invalid, NotAllowed, NotFound, NotNow, TooMany, TooMuch
from tests.support.browser import Browser
from tests.support.logs import logged
from tests.support.site import Site, pretend_older_tables

ROUTE = "/fails/{how}"
FAILURES: dict[str, tuple[int, Callable[[], Exception]]] = {
    "away": (503, Away),
    "no connection of ours": (503, PoolTimeout),
    "the line was reset": (503, ConnectionResetError),
    "the line is silent": (503, TimeoutError),
    "the disk is full": (503, lambda: asyncpg.DiskFullError("full")),
    "given up": (503, lambda: DBAPIError("SELECT 1", None, asyncpg.QueryCanceledError("given up"))),
    "ours": (500, lambda: ValueError("a secret")),
    "ours, several": (500, lambda: ExceptionGroup("two", [KeyError("a"), KeyError("b")])),
    "ours, in SQL": (500, lambda: DBAPIError("SELECT x", None, asyncpg.UndefinedColumnError("x"))),
    "not there": (404, NotFound),
    "not allowed": (403, NotAllowed),
    "not now": (409, lambda: NotNow("Det går ikke nu.")),
    "not so": (422, lambda: Invalid("Det går ikke.")),
    "too many": (429, TooMany),
    "too much": (413, TooMuch),
    "no such method": (404, lambda: HTTPException(405)),
    "gone": (499, ClientDisconnect),
}
PROBLEMS = {"away", "not there", "not allowed", "not now", "not so", "too many", "too much", "no such method", "gone"}
"""What is said on purpose is no error in the log."""


async def fails(request: Request) -> Response:
    _, made = FAILURES[request.path_params["how"]]
    raise made()


async def breaks(_: Request) -> Response:
    async def parts() -> AsyncIterator[str]:
        yield "half"
        raise ValueError("a secret")

    return StreamingResponse(parts())


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What the server logs meanwhile."""
    with logged() as written:
        yield written


@pytest.fixture
def failing(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with a route that fails as it is told, and one that fails in the middle of its answer."""
    for route in (Route(ROUTE, fails, methods=["GET", "POST"]), Route("/breaks", breaks)):
        monkeypatch.setitem(site.app.router._parts, route.path.split("/")[1], Router([route]))
    return site


@pytest.fixture
async def wire(site: Site) -> AsyncIterator[Browser]:
    async with Browser(site.url) as browser:
        yield browser


def counted(route: str, status: int) -> float:
    """How many requests the metrics have of a route with a status."""
    labels = {"route": route, "status": str(status)}
    return REGISTRY.get_sample_value("peerboard_request_seconds_count", labels) or 0


def of_request(told: io.StringIO) -> tuple[object, object]:
    """Route and status of the one request in the log."""
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    (line,) = [line for line in lines if line["event"] == "request"]
    return line["route"], line["status"]


def errors(told: io.StringIO) -> list[str]:
    """What the log has as an error."""
    return [line for line in told.getvalue().splitlines() if json.loads(line)["level"] == "error"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("how", FAILURES)
async def test_the_status_is_the_one_that_was_answered(
    how: str, method: str, failing: Site, wire: Browser, told: io.StringIO
) -> None:
    status, before = FAILURES[how][0], counted(ROUTE, FAILURES[how][0])
    path = f"/fails/{how}"
    answer = await wire.get(path) if method == "GET" else await wire.post(path, {"title": "Ro"})
    assert answer.status_code == status
    assert of_request(told) == (ROUTE, status)
    assert counted(ROUTE, status) == before + 1
    assert bool(errors(told)) == (how not in PROBLEMS)
    assert "secret" not in told.getvalue()
    assert "secret" not in answer.text


async def test_what_older_tables_make_fail_is_said_so_in_the_log_too(
    failing: Site, wire: Browser, told: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_older_tables(failing, monkeypatch)
    assert (await wire.get("/fails/ours")).status_code == 503
    assert of_request(told) == (ROUTE, 503)


async def test_a_failure_before_every_route_is_in_the_log_too(
    site: Site, wire: Browser, told: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def allows(*_: object) -> bool:
        raise ConnectionResetError

    monkeypatch.setattr(site.app.state.budget, "allows", allows)
    answer = await wire.get("/was")
    assert answer.status_code == 503
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert of_request(told) == ("-", 503)


async def test_an_answer_that_breaks_off_was_begun_well(failing: Site, wire: Browser, told: io.StringIO) -> None:
    with pytest.raises(httpx2.RemoteProtocolError):
        await wire.get("/breaks")
    assert of_request(told) == ("/breaks", 200)
    assert errors(told)
