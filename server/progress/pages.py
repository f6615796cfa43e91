"""The progress page of a board, and what on it is fetched: a filtered board, and one's own moves."""

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from server.access import Here, parts_of
from server.html import fragments, live_page, page
from server.live.audience import stands_for
from server.live.reading import read_since
from server.progress.moves import Own, load_own
from server.progress.queries import Progress, load_progress
from server.progress.sieve import Sieve
from server.seats.queries import way_back

Told = tuple[Progress, Own]


async def _read(session: AsyncSession, request: Request, here: Here) -> Told:
    sieve = Sieve.read(request.query_params)
    view = await load_progress(session, here.board.public_id, sieve)
    view.role_left_out = bool(request.query_params.get("role")) and not sieve.role
    return view, await load_own(session, view, here.seat)


async def progress_page(request: Request, here: Here) -> Response:
    """The whole page as its address sifts it. Unfiltered, it follows the board like everybody's; filtered, it hears
    that something happened and fetches its own part."""
    async with parts_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view, own = await _read(session, request, here)
        home = await way_back(session, here.seat)
    sieve = view.sieve
    mine = f"/b/{here.board.public_id}/progress/mine{sieve.query}"
    name, acted = ("progress", here.seat.staff) if sieve.empty else ("sifted", True)
    return page(
        request,
        "progress/progress.html",
        language=here.visitor.language,
        person=here.visitor.person,
        view=view,
        state=None,
        own=own,
        staff=here.seat.staff,
        role=stands_for(here.seat.role),
        home=home,
        live=live_page(name, here.board.public_id, at, here.seat.public_id, mine=mine if acted else "", acted=acted),
    )


async def own_parts(request: Request, here: Here) -> Response:
    """What is the visitor's own: their moves; on a filtered page all of it."""
    async with parts_of(request).database.snapshot() as session:
        view, own = await _read(session, request, here)
    part = ("moves", "progress/moves.html") if view.sieve.empty else ("progress", "progress/stages.html")
    return fragments(here.visitor.language, part, view=view, own=own, role=stands_for(here.seat.role))
