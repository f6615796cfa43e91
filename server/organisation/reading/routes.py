"""Choosing how to read."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of, visitor_of
from server.core.reading_choices import reading_of, with_choices, without_choices
from server.organisation.reading.commands import keep
from server.web.forms import form_of
from server.web.html import wants_fragments

NOT_CONTENT = 204


async def choose(request: Request) -> Response:
    """Change whichever of size, light, language and pause the form names. Without a session the choice is carried in
    the URL, since nobody gets a cookie before they join."""
    visitor, typed = await visitor_of(request), await form_of(request)
    reading = reading_of(request).but(typed)
    if visitor.session is not None:
        await keep(runtime_of(request), visitor.session, reading, spoken="language" in typed)
    if wants_fragments(request):
        return Response(status_code=NOT_CONTENT)
    back = _local_path(typed.get("back", "/"))
    return RedirectResponse(without_choices(back) if visitor.session else with_choices(back, reading), 303)


def _local_path(address: str) -> str:
    """`address` if it is a path on our own site, else "/": the form must not redirect to another site."""
    if not address.startswith("/") or address[1:2] in {"/", "\\"} or any(ord(sign) < 33 for sign in address):
        return "/"
    return address


routes = [
    Route("/reading", choose, methods=["POST"]),
]
