"""The page on which a unit is merged into another."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Full, Invalid, NotNow
from server.organisation.units import merging
from server.organisation.units.look_up import AtUnit, at_unit
from server.organisation.units.pages import back_to
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.html import page


async def look(request: Request) -> Response:
    """What will be moved, and where it may go."""
    return _page(request, await at_unit(request), {})


def _page(request: Request, here: AtUnit, typed: dict[str, str], *, status: int = 200, **values: Any) -> Response:
    known: dict[str, Any] = {"wrong": {}, "problem": None} | values
    return page(
        request,
        "organisation/units/merging.html",
        language=here.visitor.language,
        status=status,
        person=here.person,
        here=here,
        typed=typed,
        partners=merging.partners(here.units, here.unit),
        below=[each for each in here.units.values() if each.parent_id == here.unit.id and each.merged_at is None],
        **known,
    )


async def merge(request: Request) -> Response:
    """Merge it."""
    here, typed = await at_unit(request), dict(await form_of(request))
    try:
        into = await merging.merge(runtime_of(request), here.person, here.unit.public_id, typed)
    except (Invalid, NotNow, Full) as problem:
        return _page(request, here, typed, **told_of(problem))
    return back_to(into, "?saved")


routes = [
    Route("/units/{unit}/merging", look),
    Route("/units/{unit}/merging", merge, methods=["POST"]),
]
