"""The two pages linked from every footer. They need no cookie and set none."""

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import answers, runtime_of, visitor_or_stranger
from server.core.errors import Away
from server.organisation.about.queries import responsible_for
from server.web.html import page


async def accessibility(request: Request) -> Response:
    """The accessibility statement (tilgængelighedserklæring)."""
    return await _about(request, "organisation/about/was.html")


async def privacy(request: Request) -> Response:
    """What is kept, for how long, and who sees it."""
    return await _about(request, "organisation/about/privacy.html")


async def _about(request: Request, template: str) -> Response:
    responsible, visitor = None, await visitor_or_stranger(request)
    if answers(request):
        with suppress(Away):  # the page is worth reading even without the line that says who is responsible
            async with runtime_of(request).database.snapshot() as session:
                responsible = await responsible_for(session, request.query_params.get("unit", "")[:32])
    return page(
        request,
        template,
        language=visitor.language,
        person=visitor.person,
        responsible=responsible,
        copies_days=runtime_of(request).settings.copies_days,
    )


routes = [
    Route("/was", accessibility),
    Route("/privatliv", privacy),
]
