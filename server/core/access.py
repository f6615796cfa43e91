"""Who is asking, and look-ups limited to what they may see: everything else is NotFound."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from sqlmodel import SQLModel
from starlette.requests import HTTPConnection

from schemas.board import Board
from schemas.codes import is_public_id, keyed_hash
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.database_health import Health, State
from server.core.entities import Entities
from server.core.errors import Away, NotFound
from server.core.gathered import Gathered
from server.core.reading_choices import Reading, language_of, reading_of
from server.core.renewing import OF_COOKIE, renew_if_due
from server.core.runtime import Runtime
from server.core.seating import arrived, staff_seat
from server.core.signed_in import STILL, LastUse
from server.core.translations import spoken_of
from server.core.waiting import is_counted, waiting

__all__ = ["language_of"]

Thing = TypeVar("Thing", bound=SQLModel)
COOKIE = "peerboard.cookie"
"""Where in a request's scope its cookie stands, once it has been read."""


@dataclass
class Visitor:
    """The browser that is asking. Without a cookie it has no session."""

    language: str
    session: BrowserSession | None = None
    person: Person | None = None
    reading: Reading = field(default_factory=lambda: Reading("da"))
    waits: int = 0
    """How many things wait for the person; counted for pages only (server/core/waiting.py)."""

    @property
    def signed_out(self) -> bool:
        """Whether somebody was signed in here, and their time is over."""
        return self.person is None and self.session is not None and self.session.person_id is not None


@dataclass
class Here:
    """A visitor on one board, with their seat. The types of `server/web/guards.py` add the meeting, idea or round that
    the request is about."""

    visitor: Visitor
    board: Board
    seat: Seat
    sits: SessionSeat | None
    """What ties this browser to the seat; None for staff, whose account does."""


def is_signed_out(request: HTTPConnection) -> bool:
    """Whether whoever was looked up for this request was signed in, and their time is over."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    return visitor is not None and visitor.signed_out


def runtime_of(request: HTTPConnection) -> Runtime:
    """The runtime of the server that handles the request."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def cookie_of(request: HTTPConnection) -> str:
    """The request's cookie of ours, "" without one."""
    known: str | None = request.scope.get(COOKIE)
    if known is None:
        known = request.scope[COOKIE] = request.cookies.get(runtime_of(request).settings.cookie_name, "")
    return known


def cookie_hash(request: HTTPConnection) -> bytes | None:
    """The hash under which the request's cookie would be stored."""
    cookie = cookie_of(request)
    return keyed_hash(runtime_of(request).settings.secret, cookie) if cookie else None


WHO = """
FROM unnest($1::bytea[], $2::text[]) WITH ORDINALITY AS asked (hashed, named, nth)
JOIN browser_session AS browser ON OF_COOKIE
LEFT JOIN person ON person.id = browser.person_id AND person.ended_at IS NULL AND STILL
""".replace("OF_COOKIE", OF_COOKIE).replace("STILL", STILL.format(now="$3"))
"""By a cookie's hash. Somebody whose time is over has no account here. The rest of the statement is one of the two that
follow."""
ON_THEIR_WAY = """
LEFT JOIN seat ON seat.id = (
    SELECT held.id FROM session_seat AS sits JOIN seat AS held ON held.id = sits.seat_id
    WHERE sits.session_id = browser.id AND held.removed_at IS NULL AND held.awaited_since IS NOT NULL LIMIT 1
)
"""
"""Their seat that still waits for the cookie to come back. There is at most one, since the first request with the
cookie makes it count."""
AT_A_THING = """
JOIN {table} AS thing ON thing.public_id = asked.named
JOIN board ON board.id = thing.{its_board}
LEFT JOIN session_seat AS sits ON sits.session_id = browser.id AND sits.board_id = board.id
LEFT JOIN seat ON seat.id = sits.seat_id AND seat.removed_at IS NULL
"""
"""A row of a table by its public id, its board, and their seat there."""


class Question:
    """Who asks, and for which row of `table` if for any. `counted`: with what waits for them."""

    def __init__(self, table: type[SQLModel] | None, *, counted: bool) -> None:
        found: dict[str, type[SQLModel]] = {"browser": BrowserSession, "person": Person, "seat": Seat}
        where = ON_THEIR_WAY
        if table is not None:
            found |= {"sits": SessionSeat, "board": Board, "thing": table}
            where = AT_A_THING.format(table=table.__tablename__, its_board="id" if table is Board else "board_id")
        self._kinds = [Entities(kind) for kind in found.values()]
        columns = [kind.columns(alias) for kind, alias in zip(self._kinds, found, strict=True)]
        waits = waiting() if counted else "0"
        self.statement = f"SELECT asked.nth, {waits}, {', '.join(columns)} {WHO} {where}"

    def answer(self, row: Any) -> list[Any]:
        """What waits for them, and the entities that were found."""
        at = 2
        return [row[1], *(kind.of(row[at : (at := at + len(kind.names))]) for kind in self._kinds)]


question = cache(Question)


async def _asked(request: HTTPConnection, table: type[SQLModel] | None, hashed: bytes, named: str) -> list[Any] | None:
    """The answer to the question that a request asks, in one statement with all that come at the same moment."""
    asks = question(table, counted=is_counted(request))
    row = await runtime_of(request).the(Gathered).ask(asks.statement, hashed, named)
    if row is None:
        return None
    await request.app.state.budget.found(request, cookie_of(request))
    return asks.answer(row)


async def visitor_of(request: HTTPConnection) -> Visitor:
    """Who is asking, by their cookie: one query, and none without a cookie. The first request that brings a cookie back
    makes its seat count, whatever page it is for. Raises Away."""
    hashed = cookie_hash(request)
    if hashed is None:
        return _visitor(request)
    found = await _asked(request, None, hashed, "")
    if found is None:
        return _visitor(request)
    runtime = runtime_of(request)
    waits, browser, person, awaited = found
    await _used(request, runtime, browser, person)
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


async def look_up(request: HTTPConnection, table: type[Thing], public_id: str) -> tuple[Thing, Here]:
    """The row with that public id and who is asking for it. Raises NotFound when there is none, and just the same when
    it is on a board where they have no seat. Raises Away."""
    hashed = cookie_hash(request)
    if hashed is None or not is_public_id(public_id):
        raise NotFound
    found = await _asked(request, table, hashed, public_id)
    if found is None:
        await visitor_of(request)  # so that one whose time is over is told so, here as everywhere
        raise NotFound
    runtime = runtime_of(request)
    waits, browser, person, seat, sits, board, thing = found
    await _used(request, runtime, browser, person)
    visitor = _visitor(request, browser, person, waits)
    if seat is not None and seat.awaited_since is not None:
        await arrived(runtime, seat)
    if seat is None and person is not None:
        seat = await staff_seat(runtime, person, board)
    if seat is None:
        raise NotFound
    request.state.board = board  # the page is drawn in its colours
    spoken_of.set((thing if isinstance(thing, Meeting) else board).form.written)  # and in the words of its format
    here = request.state.here = Here(visitor, board, seat, sits=sits)
    return thing, here


async def _used(request: HTTPConnection, runtime: Runtime, browser: BrowserSession, person: Person | None) -> None:
    """Whoever asks has used their browser: by a form or by loading a page, and not by what a page that lies open asks
    for by itself."""
    await renew_if_due(request, runtime, browser)
    if person is not None and (request.scope.get("method") not in {"GET", "HEAD", None} or is_counted(request)):
        runtime.the(LastUse).note(browser)
