"""One line in the log per request: method, route, status, milliseconds. Never an address, a query, a seat or an id."""

import time
from collections.abc import Callable
from functools import partial

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core import metrics

log = structlog.get_logger()
QUIET = frozenset({"/healthz", "/healthz/database", "/readyz"})
"""Asked every second by whatever monitors us, and not logged: what they report is logged when it changes."""
BEGAN = "peerboard.began"
LONG = 5  # characters; a shorter value might occur in a route's own words by chance


class AccessLog:
    """ASGI middleware; put it outermost. A WebSocket is logged when it ends, with its close code as the status."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        began = scope[BEGAN] = time.perf_counter()
        http = scope["type"] == "http"
        status: int | None = 500 if http else None

        async def noting_send(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        async def noting_receive() -> Message:
            nonlocal status
            message = await receive()
            if message["type"] == "websocket.disconnect":
                status = message.get("code", status)
            return message

        try:
            # Sends to a socket are not wrapped: a fan-out to thousands must not go through one more coroutine each.
            await self.app(scope, receive if http else noting_receive, noting_send if http else send)
        finally:
            route = route_of(scope)
            if http:
                metrics.REQUESTS.labels(route, status).observe(time.perf_counter() - began)
            if route not in QUIET and BEGAN in scope:
                _say(scope.get("method", "WS"), route, status, began)


def ends_later(scope: Scope) -> Callable[[int | None], None]:
    """For a route that returns before its socket ends: it is logged when the result is called, with the close code."""
    return partial(_ended, route_of(scope), scope.pop(BEGAN))


def _ended(route: str, began: float, code: int | None) -> None:
    _say("WS", route, code, began)


def _say(method: str, route: str, status: int | None, began: float) -> None:
    log.info("request", method=method, route=route, status=status, ms=round((time.perf_counter() - began) * 1000, 1))


def route_of(scope: Scope) -> str:
    """The path as the routes spell it: `/m/{meeting}/ideas`; "-" if no route matched."""
    if "endpoint" not in scope:
        return "-"
    values = {str(value): name for name, value in scope.get("path_params", {}).items()}
    path: str = scope["path"]
    rest = values.get(path.removeprefix(scope.get("root_path", "")).lstrip("/"))
    if rest is not None:  # a mounted folder: the whole rest of the path is one parameter
        return f"{scope.get('root_path', '')}/{{{rest}}}"
    return "/".join(_spelled(part, values) for part in path.split("/"))


def _spelled(part: str, values: dict[str, str]) -> str:
    """One part of a path, with the parameter's name for its value. A long value is found within a part too
    (`{token}.csv`)."""
    if part in values:
        return f"{{{values[part]}}}"
    for value, name in values.items():
        if len(value) >= LONG and value in part:
            return part.replace(value, f"{{{name}}}")
    return part
