"""For those who run it: is it alive, is it ready, what does it count."""

import hmac
from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.access import parts_of
from server.watching.given_up import measure

LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


async def healthz(_: Request) -> Response:
    """Alive: the process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Ready: the database answers and the server is not on its way out. Redis is not needed."""
    ready = not request.app.state.leaving and await parts_of(request).database.ready()
    return PlainTextResponse("ready" if ready else "not ready", 200 if ready else 503)


async def metrics(request: Request) -> Response:
    """Prometheus; only for the machine itself, or for who has the token."""
    token = parts_of(request).settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    local = not token and request.client is not None and request.client.host in LOOPBACK
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    if (local and not forwarded) or (token and hmac.compare_digest(given, token)):
        with suppress(SQLAlchemyError, OSError, TimeoutError):  # then it says what it said before
            async with parts_of(request).database.snapshot() as session:
                await measure(session)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
    return PlainTextResponse("not found", 404)


routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
