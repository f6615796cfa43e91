"""Closing for whoever wrote the words that are looked at, and opening for them again."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.room.moderation.look_up import at_screening
from server.room.moderation.muting import close_for, open_for
from server.web.forms import form_of


async def closing(request: Request) -> Response:
    """Close for the writer, or open again."""
    here = await at_screening(request)
    change = open_for if (await form_of(request)).get("open") == "1" else close_for
    await change(runtime_of(request), here.seat, here.screening)
    return RedirectResponse(f"/b/{here.board.public_id}/moderation", 303)


routes = [Route("/screenings/{screening}/closing", closing, methods=["POST"])]
