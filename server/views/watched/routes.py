"""The coordinator's page of what happens automatically, with a button to retry."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core import clock
from server.core.access import runtime_of
from server.views.watched.queries import load_watched
from server.web.forms import form_of
from server.web.guards import at_board_as_coordinator
from server.web.html import page
from server.work.deadlines.again import try_again


async def watched(request: Request) -> Response:
    """What went wrong, what will happen, by date, and what was done."""
    here = await at_board_as_coordinator(request)
    async with runtime_of(request).database.snapshot() as session:
        found = await load_watched(session, here.board, clock.now())
    return page(
        request,
        "views/watched/watched.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        watched=found,
        again="again" in request.query_params,
    )


async def again(request: Request) -> Response:
    """Retry jobs that were given up. A second click finds nothing to do."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    await try_again(runtime_of(request), here.seat, typed.get("idea", ""), typed.get("kind", ""))
    return RedirectResponse(f"/b/{here.board.public_id}/jobs?again", 303)


routes = [
    Route("/b/{board}/jobs", watched),
    Route("/b/{board}/jobs", again, methods=["POST"]),
]
