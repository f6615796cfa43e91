"""Setting the address that answers for a unit, and the link by which it says yes or no."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of, visitor_of
from server.core.errors import Invalid, NotNow
from server.organisation.units import answering
from server.organisation.units.look_up import at_unit
from server.organisation.units.pages import back_to, unit_with
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.html import page


async def set_address(request: Request) -> Response:
    """Ask an address to answer for the unit, or take the one it has away."""
    here, typed = await at_unit(request), dict(await form_of(request))
    try:
        await answering.set_address(runtime_of(request), here.person, here.unit.public_id, typed)
    except (Invalid, NotNow) as problem:
        told: dict[str, Any] = told_of(problem)
        return await unit_with(request, here, at="address", typed=typed, **told)
    return back_to(here.unit, "?saved")


async def look(request: Request) -> Response:
    """What the address is asked. Opening it changes nothing, since mail scanners do too."""
    visitor, runtime = await visitor_of(request), runtime_of(request)
    async with runtime.database.snapshot() as session:
        unit = await answering.asked_unit(session, runtime.settings.secret, request.path_params["token"])
    said = request.query_params.get("said", "")
    told: dict[str, Any] = {"unit": unit, "said": said, "person": None}
    return page(request, "organisation/units/answering.html", language=visitor.language, **told)


async def say(request: Request) -> Response:
    """Say yes or no."""
    token, yes = request.path_params["token"], (await form_of(request)).get("say") == "yes"
    await answering.say(runtime_of(request), token, yes=yes)
    return RedirectResponse(f"/answering/{token}?said={'yes' if yes else 'no'}", 303)


routes = [
    Route("/units/{unit}/address", set_address, methods=["POST"]),
    Route("/answering/{token}", look),
    Route("/answering/{token}", say, methods=["POST"]),
]
