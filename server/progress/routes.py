"""The progress page of a board."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.access import at_board, parts_of
from server.html import live_page, page
from server.live.audience import stands_for
from server.live.reading import read_since
from server.progress.queries import load_progress
from server.seats.queries import way_back


async def progress(request: Request) -> Response:
    """Where the board's ideas are now; for everyone with a seat."""
    here = await at_board(request, request.path_params["board"])
    assert here.board.id is not None
    async with parts_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_progress(session, here.board.public_id)
        home = await way_back(session, here.seat)
    return page(
        request,
        "progress/progress.html",
        language=here.visitor.language,
        person=here.visitor.person,
        view=view,
        state=None,
        own=None,
        role=stands_for(here.seat.role),
        home=home,
        live=live_page("progress", here.board.public_id, at, here.seat.public_id),
    )


routes = [
    Route("/b/{board}/progress", progress),
]
