"""The page on which a unit's deputy is set: by its leader, by whoever leads above, or by a coordinator."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.person import Person
from schemas.unit import Unit
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import Invalid, NotFound, NotNow
from server.organisation.units import deputies
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.html import page


async def _at_unit(request: Request) -> tuple[Visitor, Person, Unit]:
    """The visitor and the unit that the URL names. Raises NotFound unless they may set its deputy."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        raise NotFound
    async with runtime_of(request).database.snapshot() as session:
        units = await deputies.units_for(session, visitor.person)
    named = request.path_params["unit"]
    unit = next((each for each in units.values() if each.public_id == named), None)
    if unit is None:
        raise NotFound
    return visitor, visitor.person, unit


async def look(request: Request) -> Response:
    """Who leads the unit meanwhile, and the form to set it."""
    return await _page(request, *await _at_unit(request))


async def _page(
    request: Request, visitor: Visitor, person: Person, unit: Unit, *, status: int = 200, **values: Any
) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        found = await deputies.deputy_of(session, unit)
    deputy = found[0] if found else None
    filled = {"mail": found[1].mail, "name": deputy.called} if found and deputy else {}
    filled |= {"from_day": deputy.from_day.isoformat(), "until_day": deputy.until_day.isoformat()} if deputy else {}
    known: dict[str, Any] = {"typed": filled, "wrong": {}, "problem": None, "saved": "saved" in request.query_params}
    known |= {"unit": unit, "deputy": deputy, "acts": unit.deputy_id is not None}
    return page(
        request,
        "organisation/units/deputy.html",
        language=visitor.language,
        person=person,
        status=status,
        **(known | values),
    )


async def save(request: Request) -> Response:
    """Set the deputy, or none."""
    visitor, person, unit = await _at_unit(request)
    typed = dict(await form_of(request))
    try:
        await deputies.set_deputy(runtime_of(request), person, unit, typed)
    except (Invalid, NotNow) as problem:
        return await _page(request, visitor, person, unit, typed=typed, **told_of(problem))
    return RedirectResponse(f"/units/{unit.public_id}/deputy?saved", 303)


routes = [
    Route("/units/{unit}/deputy", look),
    Route("/units/{unit}/deputy", save, methods=["POST"]),
]
