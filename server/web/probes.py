"""For those who run the server: whether it is alive, whether it is ready, and its metrics."""

import hmac
from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.database_health import WORKS
from server.core.errors import Away
from server.core.metrics import READ, text

LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


async def healthz(_: Request) -> Response:
    """Alive: the process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Whether a proxy should send people here: 503 while the server is shutting down, or if the tables are older than
    its code. It stays ready while the database is away: people get the pages that need none, or else a sentence."""
    if request.app.state.leaving:
        return PlainTextResponse("not ready: leaving", 503)
    health = request.app.state.health
    return PlainTextResponse("ready") if health.serves else PlainTextResponse(f"not ready: {health.seen.said}", 503)


async def database(request: Request) -> Response:
    """The state of the database as this server saw it a moment ago. Not for the proxy: other servers see the same."""
    seen = request.app.state.health.seen
    return PlainTextResponse(f"{seen.state}: {seen.said}", 200 if seen.state in WORKS else 503)


async def metrics(request: Request) -> Response:
    """Metrics for Prometheus; only with the token, or if none is set, only from the machine itself."""
    token = runtime_of(request).settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    local = not token and request.client is not None and request.client.host in LOOPBACK
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    if (local and not forwarded) or (token and hmac.compare_digest(given.encode(), token.encode())):
        with suppress(Away):  # the gauges then keep their last values
            async with runtime_of(request).database.snapshot() as session:
                await READ(session)
        return Response(text(), media_type=CONTENT_TYPE_LATEST)
    return PlainTextResponse("not found", 404)


routes = [
    Route("/healthz", healthz),
    Route("/healthz/database", database),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
]
