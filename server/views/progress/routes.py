"""The progress page of a board, and moving an idea from there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.meeting.seats.pages import from_mail
from server.views.progress.moving import move, move_form
from server.views.progress.pages import own_parts, progress_page
from server.web.guards import at_board


@from_mail
async def progress(request: Request) -> Response:
    """Where the board's ideas are now, for everyone with a seat."""
    return await progress_page(request, await at_board(request))


async def mine(request: Request) -> Response:
    """For htmx: what on that page is the visitor's own."""
    return await own_parts(request, await at_board(request))


routes = [
    Route("/b/{board}/progress", progress),
    Route("/b/{board}/progress/mine", mine),
    Route("/ideas/{idea}/move", move_form),
    Route("/ideas/{idea}/move", move, methods=["POST"]),
]
