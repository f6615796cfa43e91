"""The page where an organisation's colours and logo are chosen, and what its pages fetch."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.unit import Unit
from server.access import parts_of
from server.colours import commands
from server.colours.contrast import NAMES, OURS, colour
from server.colours.look import preview, sheet, version_of
from server.colours.picture import LOGO_MOST
from server.errors import Invalid, NotFound, TooMuch
from server.forms import file_of, form_of
from server.html import NO_STORE, page
from server.units.look_up import AtUnit, at_unit

FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


async def colours(request: Request) -> Response:
    """The form for colours and logo."""
    return await colours_page(request, await at_unit(request), saved="saved" in request.query_params)


async def colours_page(request: Request, here: AtUnit, *, status: int = 200, **told: Any) -> Response:
    """The same, with what was typed, what was wrong and how it would look."""
    inherited = next((unit for unit in here.above if unit.colours), None)
    stored = {**OURS, **((inherited.colours or {}) if inherited else {}), **(here.unit.colours or {})}
    typed = told.pop("typed", None) or stored
    looks = {name: found for name in OURS if (found := colour(typed.get(name, "")))}
    blank: dict[str, Any] = {"wrong": {}, "weak": [], "problem": "", "saved": False, "logo_problem": ""}
    return page(
        request,
        "colours/colours.html",
        language=here.visitor.language,
        person=here.person,
        status=status,
        here=here,
        typed=typed,
        names=NAMES,
        ours=OURS,
        inherited=inherited,
        looks=looks,
        query="&".join(f"{name}={value[1:]}" for name, value in looks.items()),
        **(blank | told),
    )


async def save_colours(request: Request) -> Response:
    """Save the colours if all can be read; or only show how they look (`do=look`)."""
    here, typed = await at_unit(request), dict(await form_of(request))
    if typed.get("do") == "ours":
        typed = {}
    try:
        if typed.get("do") != "look":
            await commands.set_colours(parts_of(request), here.person, here.unit.public_id, typed)
            return RedirectResponse(f"/units/{here.unit.public_id}/colours?saved", 303)
        commands.read_colours(typed)
    except Invalid as problem:
        weak = problem.pairs if isinstance(problem, commands.Unreadable) else []
        told = {"wrong": problem.fields, "weak": weak, "problem": problem.sentence}
        return await colours_page(request, here, status=problem.status, typed=typed, **told)
    return await colours_page(request, here, typed=typed)


async def save_logo(request: Request) -> Response:
    """The one form with a file; without one, and with `remove`, the logo goes."""
    here = await at_unit(request)
    try:
        typed, data = await file_of(request, "logo", LOGO_MOST)
        if data is None and typed.get("remove") != "1":
            raise Invalid(commands.NO_LOGO)
        await commands.set_logo(parts_of(request), here.person, here.unit.public_id, data)
    except TooMuch:
        return await colours_page(request, here, status=413, logo_problem=commands.LARGE_LOGO)
    except Invalid as problem:
        return await colours_page(request, here, status=problem.status, logo_problem=problem.sentence)
    return RedirectResponse(f"/units/{here.unit.public_id}/colours?saved", 303)


async def style(request: Request) -> Response:
    """A unit's colours as a style sheet; kept for good under its version."""
    unit = await _worn(request)
    if not unit.colours:
        raise NotFound
    css = sheet(unit.colours)
    return Response(css, media_type="text/css", headers=_kept(request, css.encode()))


async def logo(request: Request) -> Response:
    """A unit's logo, as what it was found to be when it was saved."""
    unit = await _worn(request)
    if not unit.logo:
        raise NotFound
    return Response(unit.logo, media_type=unit.logo_type, headers=_kept(request, unit.logo))


async def look(request: Request) -> Response:
    """The preview's style sheet: six colours from the address, and nothing else from it."""
    asked = request.query_params
    chosen = {name: value for name in OURS if (value := colour(asked.get(name, "")))}
    return Response(preview(chosen), media_type="text/css", headers=NO_STORE)


async def _worn(request: Request) -> Unit:
    async with parts_of(request).database.snapshot() as session:
        return await commands.unit_of(session, request.path_params["unit"])


def _kept(request: Request, content: bytes) -> dict[str, str]:
    return FOR_GOOD if request.query_params.get("v") == version_of(content) else NO_STORE


routes = [
    Route("/units/{unit}/colours", colours),
    Route("/units/{unit}/colours", save_colours, methods=["POST"]),
    Route("/units/{unit}/logo", save_logo, methods=["POST"]),
    Route("/colours/preview.css", look),
    Route("/colours/{unit}.css", style),
    Route("/colours/{unit}/logo", logo),
]
