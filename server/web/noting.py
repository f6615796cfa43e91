"""Has what a route does noted in the trail, as `noted.py` says.

A page or a file is noted before it leaves. Where the database refuses the line, a file stays here (503), while a page
is shown all the same and the log says so: a meeting must not stop because of a table that nobody at it reads.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import wraps

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from schemas.trail import Deed
from server.core.access import runtime_of
from server.core.errors import Away
from server.core.trail import Doing, Entry, doing, note
from server.web.noted import NOTED

THINGS = ("board", "meeting", "round", "unit", "seat", "member", "idea", "comment", "enquiry")
"""What an address names by a public id. A token or a code is never noted."""
Handler = Callable[[Request], Awaitable[Response]]
Deeds = Mapping[str, Deed | Mapping[str, Deed]]

log = structlog.get_logger(__name__)


def noting(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The same routes; those in NOTED note what they do."""
    return [_noting(route) if isinstance(route, Route) else route for route in routes]


def _noting(route: Route) -> Route:
    methods = {"GET" if method == "HEAD" else method for method in route.methods or ()}
    deeds: Deeds = {each: NOTED[spelled] for each in methods if (spelled := f"{each} {route.path}") in NOTED}
    if not deeds:
        return route
    return Route(route.path, _wrapped(route.endpoint, deeds), methods=list(route.methods or ()), name=route.name)


def _wrapped(handler: Handler, deeds: Deeds) -> Handler:
    @wraps(handler)
    async def handle(request: Request) -> Response:
        reads = request.method in {"GET", "HEAD"}
        deed = deeds.get("GET" if reads else request.method)
        if isinstance(deed, Mapping):
            deed = deed.get(next(reversed(request.path_params.values()), ""))
        if deed is None:
            return await handler(request)
        at_hand = Doing(_entry(request, deed))
        before = doing.set(at_hand)
        try:
            answer = await handler(request)
        finally:
            doing.reset(before)
        if reads and answer.status_code < 300:
            await _note_read(request, at_hand.entry)
        return answer

    return handle


def _entry(request: Request, deed: Deed) -> Entry:
    named = [(kind, str(value)) for kind, value in request.path_params.items() if kind in THINGS]
    about, about_id = named[-1] if named else ("", "")
    return Entry(deed, board=str(request.path_params.get("board", "")), about=about, about_id=about_id)


async def _note_read(request: Request, entry: Entry) -> None:
    """Note what staff have read. Raises Away for a file."""
    here, visitor = getattr(request.state, "here", None), getattr(request.state, "visitor", None)
    if here is not None:
        who, board = (here.seat.person_id if here.seat.staff else None), here.board.public_id
    else:
        who, board = (visitor.person.id if visitor and visitor.person else None), entry.board
    if who is None:
        return
    runtime = runtime_of(request)
    try:
        async with runtime.database.begin() as session:
            note(session, runtime.settings.secret, replace(entry, who=who, board=board))
    except Away:
        if entry.deed is Deed.EXPORTED:
            raise
        log.warning("a look was not noted", who=who, about=entry.about, about_id=entry.about_id)
