"""The files of an organisation's look that pages fetch: the style sheet, the logo, and the style sheet of the preview.
They need no cookie."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.unit import Unit
from server.core.access import runtime_of
from server.core.errors import NotFound
from server.organisation.colours.commands import unit_of
from server.organisation.colours.contrast import OURS, colour
from server.organisation.colours.look import preview, sheet, version_of
from server.web.html import NO_STORE

FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


async def style(request: Request) -> Response:
    """A unit's colours as a style sheet. A browser may cache it for good under its version."""
    unit = await _unit(request)
    if not unit.colours:
        raise NotFound
    css = sheet(unit.colours)
    return Response(css, media_type="text/css", headers=_cache_headers(request, css.encode()))


async def logo(request: Request) -> Response:
    """A unit's logo, with the media type that was detected when it was saved."""
    unit = await _unit(request)
    if not unit.logo:
        raise NotFound
    return Response(unit.logo, media_type=unit.logo_type, headers=_cache_headers(request, unit.logo))


async def look(request: Request) -> Response:
    """The style sheet of the preview. It takes six colours from the query string, and nothing else."""
    asked = request.query_params
    chosen = {name: value for name in OURS if (value := colour(asked.get(name, "")))}
    return Response(preview(chosen), media_type="text/css", headers=NO_STORE)


async def _unit(request: Request) -> Unit:
    async with runtime_of(request).database.snapshot() as session:
        return await unit_of(session, request.path_params["unit"])


def _cache_headers(request: Request, content: bytes) -> dict[str, str]:
    return FOR_GOOD if request.query_params.get("v") == version_of(content) else NO_STORE


routes = [
    Route("/colours/preview.css", look),
    Route("/colours/{unit}.css", style),
    Route("/colours/{unit}/logo", logo),
]
