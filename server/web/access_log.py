"""One line in the log per request: method, route, status, milliseconds. Never an address, a query, a seat or an id."""

import time

from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core import logs, metrics

QUIET = frozenset({"/healthz", "/healthz/database", "/readyz"})
"""Asked every second by whatever monitors us, and not logged: what they report is logged when it changes."""
STATUS = "peerboard.status"
"""Where in a request's scope the status of its response stands, once that has begun."""


class AccessLog:
    """ASGI middleware; put it outermost. A WebSocket is logged when it ends, with its close code as the status, or null
    if the server itself ended it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
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
            seconds, route, status = time.perf_counter() - began, route_of(scope), scope[STATUS]
            if http:
                status = status or 500
                metrics.REQUESTS.labels(route, status).observe(seconds)
            if route not in QUIET:
                method = scope.get("method", "WS")
                logs.bound.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def has_begun(scope: Scope) -> bool:
    """Whether a response to this request has begun."""
    return scope.get(STATUS) is not None


def route_of(scope: Scope) -> str:
    """The path as the routes spell it: `/m/{meeting}/ideas`; "-" if no route matched."""
    route = scope.get("route")
    if route is None:
        return "-"
    # The route of a mounted folder has all of the path; that of a mounted application, what comes after the mount.
    before = "" if isinstance(route, Mount) else scope.get("root_path", "")
    return f"{before}{route.path_format}"
