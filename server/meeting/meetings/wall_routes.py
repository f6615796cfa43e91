"""Turning the projector from the desk."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.meeting.meetings.pages import back_to_desk
from server.meeting.meetings.wall import show_code, turn
from server.web.forms import form_of, whole_number
from server.web.guards import at_desk


async def wall(request: Request) -> Response:
    """Turn the projector to another picture (`page`), or make the way in large or small (`code`)."""
    here = await at_desk(request)
    typed = await form_of(request)
    if "code" in typed:
        await show_code(runtime_of(request), here.seat, here.meeting, large=typed["code"] == "large")
    else:
        of = whole_number(typed, "of", 1)
        await turn(runtime_of(request), here.seat, here.meeting, typed.get("page", ""), of)
    return back_to_desk(request, here.meeting)


routes = [Route("/m/{meeting}/wall", wall, methods=["POST"])]
