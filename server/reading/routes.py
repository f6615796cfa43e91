"""Choosing how to read, and hearing quietly whether a meeting has moved on while its page stands still."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.access import parts_of, visitor_of
from server.forms import form_of
from server.guards import at_meeting
from server.html import fragments, wants_fragments
from server.meetings.pages import read_room
from server.reading.choices import reading_of, with_choices, without_choices
from server.reading.commands import keep

NOT_CONTENT = 204


async def choose(request: Request) -> Response:
    """Size, light, language, pause: whichever the form says. Without a session the address remembers it: nobody gets
    a cookie before they join."""
    visitor, typed = await visitor_of(request), await form_of(request)
    reading = reading_of(request).but(typed)
    if visitor.session is not None:
        await keep(parts_of(request), visitor.session, reading)
    if wants_fragments(request):
        return Response(status_code=NOT_CONTENT)
    back = _ours(typed.get("back", "/"))
    return RedirectResponse(without_choices(back) if visitor.session else with_choices(back, reading), 303)


async def where(request: Request) -> Response:
    """Where the meeting is now, for a page on pause; it shows the line only when it differs from its own."""
    here = await at_meeting(request)
    return fragments(here.visitor.language, ("where", "meetings/where.html"), **await read_room(request, here))


def _ours(address: str) -> str:
    """A path of ours, never another site's."""
    if not address.startswith("/") or address[1:2] in {"/", "\\"} or any(ord(sign) < 33 for sign in address):
        return "/"
    return address


routes = [
    Route("/reading", choose, methods=["POST"]),
    Route("/m/{meeting}/where", where),
]
