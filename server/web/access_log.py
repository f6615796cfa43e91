"""One line in the log per request: method, route, status, milliseconds, and what was away if something was. Never an
address, a query, a seat or an id."""

import time
from collections.abc import Callable
from functools import partial

from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core import logs, metrics
from server.core.outage import Away, why_away

QUIET = frozenset({"/healthz", "/healthz/database", "/readyz"})
"""Asked every second by whatever monitors us, and not logged: what they report is logged when it changes."""
BEGAN = "peerboard.began"
STATUS = "peerboard.status"
"""Where in a request's scope the status of its response stands, once that has begun."""
AWAY = "peerboard.away"
"""Where in a request's scope the reason stands, if it could not be answered because something was away."""


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
        scope[STATUS] = None

        async def noting_send(message: Message) -> None:
            if "status" in message:
                scope[STATUS] = message["status"]
            await send(message)

        async def noting_receive() -> Message:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                scope[STATUS] = message.get("code")
            return message

        try:
            # Sends to a socket are not wrapped: a fan-out to thousands must not go through one more coroutine each.
            await self.app(scope, receive if http else noting_receive, noting_send if http else send)
        finally:
            route, status = route_of(scope), scope[STATUS]
            if http:
                status = status or 500
                metrics.REQUESTS.labels(route, status).observe(time.perf_counter() - began)
            if route not in QUIET and BEGAN in scope:
                reason = {"away": scope[AWAY]} if AWAY in scope else {}
                _say(scope.get("method", "WS"), route, status, began, **reason)


def ends_later(scope: Scope) -> Callable[[int | None], None]:
    """For a route that returns before its socket ends: it is logged when the result is called, with the close code."""
    return partial(_ended, route_of(scope), scope.pop(BEGAN))


def note_away(scope: Scope, problem: Away) -> None:
    """Have the line of this request say what was away."""
    scope[AWAY] = why_away(problem)


def has_begun(scope: Scope) -> bool:
    """Whether a response to this request has begun."""
    return scope.get(STATUS) is not None


def _ended(route: str, began: float, code: int | None) -> None:
    _say("WS", route, code, began)


def _say(method: str, route: str, status: int | None, began: float, **more: str) -> None:
    ms = round((time.perf_counter() - began) * 1000, 1)
    logs.bound.info("request", method=method, route=route, status=status, ms=ms, **more)


def route_of(scope: Scope) -> str:
    """The path as the routes spell it: `/m/{meeting}/ideas`; "-" if no route matched."""
    route = scope.get("route")
    if route is None:
        return "-"
    # The route of a mounted folder has all of the path; that of a mounted application, what comes after the mount.
    before = "" if isinstance(route, Mount) else scope.get("root_path", "")
    return f"{before}{route.path_format}"
