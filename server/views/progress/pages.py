"""The progress page of a board, and the parts of it that are fetched: a filtered board, and the viewer's own moves."""

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from schemas.roles import Role
from server.core.access import Here, runtime_of
from server.live.audience import stands_for
from server.live.log import read_since
from server.meeting.seats.queries import way_back
from server.views.progress.moving import Own, load_own
from server.views.progress.queries import Progress, load_progress
from server.views.progress.sieve import Sieve
from server.web.html import fragments, page, stream_of
from server.work.deadlines.unasked import to_find_out

Told = tuple[Progress, Own]


async def _read(session: AsyncSession, request: Request, here: Here) -> Told:
    sieve = Sieve.read(request.query_params)
    view = await load_progress(session, here.board.public_id, sieve)
    view.role_left_out = bool(request.query_params.get("role")) and not sieve.role
    return view, await load_own(session, view, here.seat)


async def progress_page(request: Request, here: Here) -> Response:
    """The whole page, filtered by its address. Unfiltered, it follows the same stream as everybody's; filtered, it only
    hears that something has happened and then fetches its own part."""
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view, own = await _read(session, request, here)
        home = await way_back(session, here.seat)
        find = len(await to_find_out(session, here.board)) if here.seat.role is Role.COORDINATOR else 0
    sieve = view.sieve
    mine = f"/b/{here.board.public_id}/progress/mine{sieve.query}"
    name, acted = ("progress", here.seat.staff) if sieve.empty else ("sifted", True)
    return page(
        request,
        "views/progress/progress.html",
        language=here.visitor.language,
        person=here.visitor.person,
        view=view,
        state=None,
        own=own,
        staff=here.seat.staff,
        role=stands_for(here.seat),
        home=home,
        find=find,
        live=stream_of(name, here.board.public_id, at, here.seat.public_id, mine=mine if acted else "", acted=acted),
    )


async def own_parts(request: Request, here: Here) -> Response:
    """For htmx: what is the viewer's own. That is their moves or, on a filtered page, the whole board."""
    async with runtime_of(request).database.snapshot() as session:
        view, own = await _read(session, request, here)
    part = ("moves", "views/progress/moves.html") if view.sieve.empty else ("progress", "views/progress/stages.html")
    return fragments(here.visitor.language, part, view=view, own=own, role=stands_for(here.seat))
