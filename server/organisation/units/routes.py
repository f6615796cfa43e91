"""The tree of units, and a page for each."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow
from server.organisation.units import commands, leaders
from server.organisation.units.look_up import at_unit, coordinator_of
from server.organisation.units.pages import back_to, unit_with
from server.organisation.units.queries import tree_of, units_of
from server.organisation.units.tree import shown
from server.web.edit_conflicts import ChangedMeanwhile, told_of
from server.web.forms import form_of
from server.web.html import page


async def tree(request: Request) -> Response:
    """All units of a coordinator, with their leaders and boards."""
    visitor, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        branches = await tree_of(session, person)
    return page(request, "organisation/units/tree.html", language=visitor.language, person=person, branches=branches)


async def new(request: Request) -> Response:
    """The form for a new unit. `under` in the query string preselects its parent."""
    return await new_page(request, {"parent": request.query_params.get("under", "")})


async def new_page(request: Request, typed: dict[str, str], *, status: int = 200, **values: Any) -> Response:
    """The same form, with what was typed."""
    visitor, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        units = await units_of(session, person)
    known: dict[str, Any] = {"typed": typed, "wrong": {}, "problem": None, "clashes": {}} | values
    parents = commands.parents_for(units, None)
    return page(
        request,
        "organisation/units/new.html",
        language=visitor.language,
        status=status,
        person=person,
        parents=parents,
        **known,
    )


async def make(request: Request) -> Response:
    """Create the unit."""
    _, person = await coordinator_of(request)
    typed = dict(await form_of(request))
    try:
        unit = await commands.make_unit(runtime_of(request), person, typed)
    except Invalid as problem:
        return await new_page(request, typed, **told_of(problem))
    return back_to(unit)


async def unit(request: Request) -> Response:
    """A unit: its form, its leader, its boards, its look and its history."""
    return await unit_with(request, await at_unit(request))


async def change(request: Request) -> Response:
    """Rename or move the unit, or change its kind, its days or who is responsible."""
    here, typed = await at_unit(request), dict(await form_of(request))
    try:
        changed = await commands.change_unit(runtime_of(request), here.person, here.unit.public_id, typed)
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        values = {"was": typed.get("was", "")} | told_of(problem)
        filled = problem.form if isinstance(problem, ChangedMeanwhile) else typed
        return await unit_with(request, here, at="unit", typed=filled, **values)
    return back_to(changed, "?saved")


async def leader(request: Request) -> Response:
    """Set who leads the unit."""
    here, typed = await at_unit(request), dict(await form_of(request))
    try:
        await leaders.set_leader(runtime_of(request), here.person, here.unit.public_id, typed)
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        filled: dict[str, Any] = {**shown(here.unit, here.units), "leader": typed}
        told = told_of(problem)
        was = told.pop("was", typed.get("was", ""))
        return await unit_with(request, here, at="leader", typed=filled, leader_was=was, **told)
    return back_to(here.unit, "?saved")


routes = [
    Route("/units", tree),
    Route("/units", make, methods=["POST"]),
    Route("/units/new", new),
    Route("/units/{unit}", unit),
    Route("/units/{unit}", change, methods=["POST"]),
    Route("/units/{unit}/leader", leader, methods=["POST"]),
]
