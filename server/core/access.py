"""Who is asking, and look-ups limited to what they may see: everything else is NotFound."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select
from starlette.requests import HTTPConnection

from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.person import Person
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.database_health import Health, State
from server.core.errors import Away, NotFound
from server.core.reading_choices import Reading, language_of, reading_of
from server.core.renewing import of_cookie, renew_if_due
from server.core.runtime import Runtime
from server.core.seating import arrived, staff_seat
from server.core.waiting import asked_by, waiting

__all__ = ["language_of"]

Thing = TypeVar("Thing", bound=SQLModel)


@dataclass
class Visitor:
    """The browser that is asking. Without a cookie it has no session."""

    language: str
    session: BrowserSession | None = None
    person: Person | None = None
    reading: Reading = field(default_factory=lambda: Reading("da"))
    waits: int = 0
    """How many things wait for the person; counted for pages only (server/core/waiting.py)."""


@dataclass
class Here:
    """A visitor on one board, with their seat. The types of `server/web/guards.py` add the meeting, idea or round that
    the request is about."""

    visitor: Visitor
    board: Board
    seat: Seat
    sits: SessionSeat | None
    """What ties this browser to the seat; None for staff, whose account does."""


def runtime_of(request: HTTPConnection) -> Runtime:
    """The runtime of the server that handles the request."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def cookie_hash(request: HTTPConnection) -> bytes | None:
    """The hash under which the request's cookie would be stored."""
    runtime = runtime_of(request)
    cookie = request.cookies.get(runtime.settings.cookie_name)
    return keyed_hash(runtime.settings.secret, cookie) if cookie else None


@cache
def _who() -> Any:
    """A query for a browser's session and person, its seat that still waits for the cookie to come back, and what waits
    for the person. There is at most one such seat, since the first request with the cookie makes it count."""
    held = aliased(Seat)
    sits = select(SessionSeat.seat_id).join(held, col(held.id) == SessionSeat.seat_id)
    sits = sits.where(SessionSeat.session_id == BrowserSession.id, col(held.removed_at).is_(None))
    its: Any = col(Seat.id) == sits.where(col(held.awaited_since).is_not(None)).limit(1).scalar_subquery()
    everything: Any = (BrowserSession, Person, Seat, waiting())
    query = select(*everything).outerjoin(Person, col(Person.id) == BrowserSession.person_id).outerjoin(Seat, its)
    return query.where(of_cookie())


async def visitor_of(request: HTTPConnection) -> Visitor:
    """Who is asking, by their cookie: one query, and none without a cookie. The first request that brings a cookie back
    makes its seat count, whatever page it is for. Raises Away."""
    hashed = cookie_hash(request)
    if hashed is None:
        return _visitor(request)
    runtime = runtime_of(request)
    async with runtime.database.begin() as session:
        row: Any = (await session.execute(_who(), {"hashed": hashed} | asked_by(request))).one_or_none()
    await _looked_up(request, found=row is not None)
    if row is None:
        return _visitor(request)
    browser, person, awaited, waits = row
    await renew_if_due(request, runtime, browser)
    if awaited is not None:
        with suppress(NotFound):  # the seat was removed in between
            await arrived(runtime, awaited)
    return _visitor(request, browser, person, waits)


async def visitor_or_stranger(request: HTTPConnection) -> Visitor:
    """The same for a page that can do without the database: while that is away, everybody is a stranger."""
    if answers(request):
        with suppress(Away):
            return await visitor_of(request)
    return _visitor(request)


def answers(request: HTTPConnection) -> bool:
    """Whether the database answered a moment ago. A page that can do without it does not wait for one that did not."""
    health: Health = request.app.state.health
    return health.seen.state is not State.ABSENT


def _visitor(
    request: HTTPConnection,
    session: BrowserSession | None = None,
    person: Person | None = None,
    waits: int | None = None,
) -> Visitor:
    reading = reading_of(request, session)
    found = request.state.visitor = Visitor(reading.language, session, person, reading, waits or 0)
    return found


async def _looked_up(request: HTTPConnection, *, found: bool) -> None:
    cookie = request.cookies.get(runtime_of(request).settings.cookie_name, "")
    await request.app.state.budget.looked_up(request, cookie, found=found)


@cache
def _with_visitor(table: Any) -> Any:
    """A query for a row of `table` and its board, and the session, person and seat of the visitor whose cookie has the
    hash `hashed`, and what waits for them."""
    board, mine = aliased(Board), aliased(Seat)  # `table` may itself be Board or Seat
    sits = and_(col(SessionSeat.session_id) == BrowserSession.id, col(SessionSeat.board_id) == board.id)
    everything: Any = (table, board, BrowserSession, Person, mine, SessionSeat, waiting())
    return (
        select(*everything)
        .select_from(table)
        .join(board, col(board.id) == (table.id if table is Board else table.board_id))
        .join(BrowserSession, of_cookie())
        .outerjoin(Person, col(Person.id) == BrowserSession.person_id)
        .outerjoin(SessionSeat, sits)
        .outerjoin(mine, and_(col(mine.id) == SessionSeat.seat_id, col(mine.removed_at).is_(None)))
        .where(table.public_id == bindparam("public_id"))
    )


async def look_up(request: HTTPConnection, table: type[Thing], public_id: str) -> tuple[Thing, Here]:
    """The row with that public id and who is asking for it, in one query. Raises NotFound when there is none, and just
    the same when it is on a board where they have no seat."""
    hashed = cookie_hash(request)
    if hashed is None:
        raise NotFound
    query, asked = _with_visitor(table), {"hashed": hashed, "public_id": public_id} | asked_by(request)
    runtime = runtime_of(request)
    async with runtime.database.begin() as session:
        row = (await session.execute(query, asked)).one_or_none()
    await _looked_up(request, found=row is not None)
    if row is None:
        raise NotFound
    found, board, browser, person, seat, sits, waits = row
    await renew_if_due(request, runtime, browser)
    if seat is not None and seat.awaited_since is not None:
        await arrived(runtime, seat)
    if seat is None and person is not None:
        seat = await staff_seat(runtime, person, board)
    if seat is None:
        raise NotFound
    request.state.board = board  # the page is drawn in its colours
    here = request.state.here = Here(_visitor(request, browser, person, waits), board, seat, sits=sits)
    return found, here
