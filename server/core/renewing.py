"""A new cookie for a browser whose rights were changed by somebody else (promise S3).

A form that gives rights answers with the new cookie at once. Here the browser's own next request does, whatever it asks
for; its session stays the same row, so that its open pages go on following. Several requests may be on their way with
the old cookie, and an answer may be lost on a bad line; so the new cookie follows from the old one, all of them are
told the same, and the old one works until the new one has been brought back, and GRACE longer for what was under way.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from starlette.requests import HTTPConnection

from schemas.codes import derived_token, keyed_hash
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core import clock
from server.core.runtime import Runtime

GRACE = timedelta(minutes=1)
RENEWED = "renewed_cookie"
"""Where in a request's state the new cookie stands; `server/web/answer_headers.py` puts it into the answer."""


OF_COOKIE = """(
    browser.token_hash = asked.hashed
    OR browser.former_hash = asked.hashed AND (browser.former_until IS NULL OR browser.former_until > $3::timestamptz)
)"""
"""Whether a `browser` belongs to the cookie with the hash `asked.hashed`, its present or former one, at the time $3."""


async def due_to_renew(session: AsyncSession, seat: Seat) -> None:
    """As part of the change that gives a seat other rights: every browser that has it gets a new cookie."""
    theirs = select(SessionSeat.session_id).where(SessionSeat.seat_id == seat.id)
    await session.execute(update(BrowserSession).where(col(BrowserSession.id).in_(theirs)).values(renews=True))


async def renew_if_due(request: HTTPConnection, runtime: Runtime, browser: BrowserSession) -> None:
    """Give the browser that is asking its new cookie, if it is to have one. A handshake can carry none."""
    if not browser.renews and browser.former_hash is None:
        return
    cookie = request.cookies[runtime.settings.cookie_name]
    hashed, hers = keyed_hash(runtime.settings.secret, cookie), col(BrowserSession.id) == browser.id
    if browser.token_hash != hashed:
        if browser.former_until is None:
            request.scope.setdefault("state", {})[RENEWED] = derived_token(runtime.settings.secret, cookie)
        return
    now = col(BrowserSession.token_hash) == hashed
    if browser.renews and request.scope["type"] == "http":
        fresh = derived_token(runtime.settings.secret, cookie)
        became: dict[str, Any] = {"token_hash": keyed_hash(runtime.settings.secret, fresh), "former_hash": hashed}
        became |= {"former_until": None, "renews": False}
        async with runtime.database.begin() as session:
            await session.execute(update(BrowserSession).where(hers, now).values(became))
        request.scope.setdefault("state", {})[RENEWED] = fresh
    elif browser.former_hash is not None and browser.former_until is None:
        async with runtime.database.begin() as session:
            await session.execute(update(BrowserSession).where(hers, now).values(former_until=clock.now() + GRACE))
