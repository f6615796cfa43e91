"""For those who run it: is it alive, is it ready, what does it count."""

import hmac
from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.database_health import WORKS
from server.core.errors import Away
from server.core.metrics import READ

LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


async def healthz(_: Request) -> Response:
    """Alive: the process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Ready: whether a proxy should send people here. No while the server is on its way out, and where the tables are
    older than its code. The database may be away: whoever comes gets the pages that need none, and else a sentence."""
    if request.app.state.leaving:
        return PlainTextResponse("not ready: leaving", 503)
    health = request.app.state.health
    return PlainTextResponse("ready") if health.serves else PlainTextResponse(f"not ready: {health.seen.said}", 503)


async def database(request: Request) -> Response:
    """How the database is, as this server saw it a moment ago. Not for the proxy: another server would see the same."""
    seen = request.app.state.health.seen
    return PlainTextResponse(f"{seen.state}: {seen.said}", 200 if seen.state in WORKS else 503)


async def metrics(request: Request) -> Response:
    """Prometheus; only for the machine itself, or for who has the token."""
    token = runtime_of(request).settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    local = not token and request.client is not None and request.client.host in LOOPBACK
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    if (local and not forwarded) or (token and hmac.compare_digest(given.encode(), token.encode())):
        with suppress(Away):  # then it says what it said before
            async with runtime_of(request).database.snapshot() as session:
                await READ(session)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
    return PlainTextResponse("not found", 404)


routes = [
    Route("/healthz", healthz),
    Route("/healthz/database", database),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
]
