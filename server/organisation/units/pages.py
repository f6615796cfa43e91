"""The page of a unit, which several routes answer with."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.unit import HOLDS, Unit
from server.core.access import runtime_of
from server.organisation.units import commands, leaders, merging
from server.organisation.units.look_up import AtUnit
from server.organisation.units.queries import history_of, unit_page
from server.organisation.units.tree import shown
from server.web.edit_conflicts import as_was
from server.web.html import page


async def unit_with(request: Request, here: AtUnit, *, status: int = 200, **values: Any) -> Response:
    """The page of a unit: its forms, its leader, its boards and its history. `values`: what was typed and what was
    wrong; `at` names the form on the page that this belongs to."""
    async with runtime_of(request).database.snapshot() as session:
        leader, boards = await unit_page(session, here.unit)
        history = await history_of(session, here.unit)
    under = [each for each in here.units.values() if each.parent_id == here.unit.id]
    now = shown(here.unit, here.units)
    blank: dict[str, Any] = {"at": "", "typed": now, "wrong": {}, "problem": None, "clashes": {}, "was": as_was(now)}
    blank["leader_was"] = as_was(leaders.shown(leader))
    return page(
        request,
        "organisation/units/unit.html",
        language=here.visitor.language,
        person=here.person,
        status=status,
        here=here,
        now=now,
        leader=leader,
        boards=boards,
        history=history,
        below=[each for each in under if each.merged_at is None],
        merged=[each for each in under if each.merged_at is not None],
        partners=merging.partners(here.units, here.unit),
        holds=here.unit.kind in HOLDS,
        parents=commands.parents_for(here.units, here.unit),
        saved="saved" in request.query_params,
        **(blank | values),
    )


def back_to(unit: Unit, note: str = "") -> Response:
    """A redirect to a unit's page."""
    return RedirectResponse(f"/units/{unit.public_id}{note}", 303)
