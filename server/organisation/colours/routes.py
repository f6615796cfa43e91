"""The page where an organisation's colours and logo are chosen."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, TooMuch
from server.organisation.colours import assets, commands
from server.organisation.colours.contrast import NAMES, OURS, colour
from server.organisation.colours.picture import LOGO_MOST
from server.organisation.units.look_up import AtUnit, at_unit
from server.web.forms import file_of, form_of
from server.web.html import page


async def colours(request: Request) -> Response:
    """The form for colours and logo."""
    return await colours_page(request, await at_unit(request), saved="saved" in request.query_params)


async def colours_page(request: Request, here: AtUnit, *, status: int = 200, **values: Any) -> Response:
    """The same page with what was typed, what was wrong with it, and a preview."""
    inherited = next((unit for unit in here.above if unit.colours), None)
    stored = {**OURS, **((inherited.colours or {}) if inherited else {}), **(here.unit.colours or {})}
    typed = values.pop("typed", None) or stored
    looks = {name: found for name in OURS if (found := colour(typed.get(name, "")))}
    blank: dict[str, Any] = {"wrong": {}, "weak": [], "problem": "", "saved": False, "logo_problem": ""}
    return page(
        request,
        "organisation/colours/colours.html",
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
        **(blank | values),
    )


async def save_colours(request: Request) -> Response:
    """Save the colours if all can be read. `do=look` only shows a preview, `do=ours` removes them."""
    here, typed = await at_unit(request), dict(await form_of(request))
    if typed.get("do") == "ours":
        typed = {}
    try:
        if typed.get("do") != "look":
            await commands.set_colours(runtime_of(request), here.person, here.unit.public_id, typed)
            return RedirectResponse(f"/units/{here.unit.public_id}/colours?saved", 303)
        commands.read_colours(typed)
    except Invalid as problem:
        weak = problem.pairs if isinstance(problem, commands.Unreadable) else []
        values = {"wrong": problem.fields, "weak": weak, "problem": problem.sentence}
        return await colours_page(request, here, status=problem.status, typed=typed, **values)
    return await colours_page(request, here, typed=typed)


async def save_logo(request: Request) -> Response:
    """Save the uploaded logo, or remove it if there is no file and `remove` is 1."""
    here = await at_unit(request)
    try:
        typed, data = await file_of(request, "logo", LOGO_MOST)
        if data is None and typed.get("remove") != "1":
            raise Invalid(commands.NO_LOGO)
        await commands.set_logo(runtime_of(request), here.person, here.unit.public_id, data)
    except TooMuch:
        return await colours_page(request, here, status=413, logo_problem=commands.LARGE_LOGO)
    except Invalid as problem:
        return await colours_page(request, here, status=problem.status, logo_problem=problem.sentence)
    return RedirectResponse(f"/units/{here.unit.public_id}/colours?saved", 303)


routes = [
    Route("/units/{unit}/colours", colours),
    Route("/units/{unit}/colours", save_colours, methods=["POST"]),
    Route("/units/{unit}/logo", save_logo, methods=["POST"]),
    *assets.routes,
]
