"""Browser sessions: an opaque random cookie, stored as a hash, and replaced whenever its rights change (promise S3)."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from starlette.responses import Response

from schemas.codes import keyed_hash, new_token
from schemas.person import Person
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core import clock
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.signed_in import is_over, sign_in

LIFE = timedelta(days=365)


async def renew(
    session: AsyncSession,
    runtime: Runtime,
    old: BrowserSession | None,
    language: str,
    *,
    person: Person | None = None,
    device: str = "",
) -> tuple[str, BrowserSession]:
    """A new session with everything the old one had, and its cookie's token; the old cookie stops working. With
    `person`, they are signed in, on such a `device`; somebody whose time is over is not carried along."""
    token, now = new_token(), clock.now()
    theirs = old if old is not None and not is_over(old, now) else None
    fresh = BrowserSession(
        token_hash=keyed_hash(runtime.settings.secret, token),
        person_id=person.id if person else theirs.person_id if theirs else None,
        language=language,
        size=old.size if old else "",
        theme=old.theme if old else "",
        paused=old.paused if old else False,
        created_at=now,
    )
    if person is not None:
        sign_in(fresh, runtime.settings, device, now)
    elif theirs is not None:
        fresh.device, fresh.signed_in_at = theirs.device, theirs.signed_in_at
        fresh.used_at, fresh.signed_in_until = theirs.used_at, theirs.signed_in_until
    session.add(fresh)
    await session.flush()
    if old is not None:
        held = (await session.execute(select(SessionSeat).where(SessionSeat.session_id == old.id))).scalars().all()
        for seat in held:
            session.add(SessionSeat(session_id=fresh.id, **seat.model_dump(exclude={"session_id"})))
        await session.flush()
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id) == old.id))
    return token, fresh


async def sit(session: AsyncSession, browser: BrowserSession, seat: Seat) -> None:
    """Put the browser on `seat`, in place of any other seat that it has on that board."""
    now = clock.now()
    statement = insert(SessionSeat).values(session_id=browser.id, board_id=seat.board_id, seat_id=seat.id, since=now)
    fresh = {"seat_id": seat.id, "since": now, "code_seen_at": None}
    other = col(SessionSeat.seat_id) != seat.id
    await session.execute(
        statement.on_conflict_do_update(index_elements=["session_id", "board_id"], set_=fresh, where=other)
    )


def set_cookie(response: Response, runtime: Runtime, token: str) -> None:
    """Give the browser its cookie."""
    _set(response, runtime.settings, token)


def cookie_header(settings: Settings, token: str) -> str:
    """The same as the text of a header."""
    carrier = Response()
    _set(carrier, settings, token)
    return carrier.headers["set-cookie"]


def _set(response: Response, settings: Settings, token: str) -> None:
    response.set_cookie(
        settings.cookie_name,
        token,
        max_age=int(LIFE.total_seconds()),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def clear_screen(response: Response, runtime: Runtime) -> None:
    """Delete the cookie and everything else the browser has stored for us."""
    response.delete_cookie(
        runtime.settings.cookie_name, path="/", secure=runtime.settings.secure, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
