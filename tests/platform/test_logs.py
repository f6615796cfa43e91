"""Logs hold what happened, never whom or what words."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from server.core import logs
from server.web.access_log import AccessLog
from tests.support.logs import logged

SECRET = "kirsten@example.org"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    with logged() as written:
        yield written


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_exception_is_its_class_and_place(out: io.StringIO) -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError:
        structlog.get_logger().exception("job_failed", job=7)
    (line,) = lines(out)
    assert line["error"] == "ValueError from KeyError"
    assert line["job"] == 7
    assert str(line["at"]).startswith("['tests/platform/test_logs.py:")
    assert SECRET not in out.getvalue()


def test_what_libraries_fill_in_is_left_out(out: io.StringIO) -> None:
    logging.getLogger("arq.worker").warning("%s → %s(%s)", "1.0s", "send_mail", SECRET)
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nexception=ValueError('{SECRET}')")
    logging.getLogger("uvicorn.error").error(ValueError(SECRET))
    logging.getLogger("uvicorn.error").error(
        f'Traceback (most recent call last):\n  File "a.py", line 3, in b\nValueError: {SECRET}'
    )
    said = [line["said"] for line in lines(out)]
    assert said == [
        "%s → %s(%s)",
        "Task exception was never retrieved",
        "ValueError",
        'File "a.py", line 3, in b; ValueError',
    ]
    assert SECRET not in out.getvalue()


def test_the_level_is_kept(out: io.StringIO) -> None:
    logs.setup("warning", out)
    structlog.get_logger().info("quiet")
    logging.getLogger("sqlalchemy.engine").info("SELECT 1")
    assert out.getvalue() == ""


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def boom(request: Request) -> PlainTextResponse:
    raise ValueError(SECRET)


async def live(socket: WebSocket) -> None:
    await socket.accept()
    await socket.receive()


ROUTES = [
    Route("/m/{meeting}/ideas", hello, methods=["GET", "POST"]),
    Route("/result/{token}.csv", hello),
    Route("/boom", boom),
    Mount("/static", routes=[Route("/{path:path}", hello)]),
    WebSocketRoute("/live", live),
]


def test_a_request_is_method_route_status_and_time_only(out: io.StringIO) -> None:
    client = TestClient(AccessLog(Starlette(routes=ROUTES)), raise_server_exceptions=False)
    for path in ("/m/TOKEN/ideas?code=TOKEN", "/result/TOKEN.csv", "/static/css/TOKEN.css", "/TOKEN", "/boom"):
        client.get(path)
    with client.websocket_connect("/live?id=TOKEN") as socket:
        socket.close(1001)
    found = lines(out)
    assert all(set(line) == {"method", "route", "status", "ms", "event", "level", "timestamp"} for line in found)
    assert [(line["method"], line["route"], line["status"]) for line in found] == [
        ("GET", "/m/{meeting}/ideas", 200),
        ("GET", "/result/{token}.csv", 200),
        ("GET", "/static/{path}", 200),
        ("GET", "-", 404),
        ("GET", "/boom", 500),
        ("WS", "/live", 1001),
    ]
    assert "TOKEN" not in out.getvalue()
    assert "testclient" not in out.getvalue()


def test_who_only_watches_leaves_no_line(out: io.StringIO) -> None:
    """A proxy asks every second: 86,400 lines a day that say nothing."""
    routes = [Route(path, hello) for path in ("/healthz", "/healthz/database", "/readyz", "/metrics")]
    client = TestClient(AccessLog(Starlette(routes=routes)))
    for route in routes:
        client.get(route.path)
    assert [line["route"] for line in lines(out)] == ["/metrics"]
