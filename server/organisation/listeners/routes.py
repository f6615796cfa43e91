"""The page of those who may pass on enquiries about a unit. For its coordinators."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid
from server.mail.links import keyed
from server.organisation.listeners import commands
from server.organisation.listeners.queries import listeners_of
from server.organisation.units.look_up import AtUnit, at_unit
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.html import page


def _key(request: Request, person_id: int) -> str:
    """What stands for somebody in a form: nobody can guess another's."""
    return keyed(runtime_of(request).settings, "listener", person_id)


async def look(request: Request) -> Response:
    """Who may, and the form to let somebody."""
    return await _page(request, await at_unit(request))


async def _page(request: Request, here: AtUnit, *, status: int = 200, **values: Any) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        found = await listeners_of(session, here.unit)
    lines = [(_key(request, person.id), listener.called or person.name, person.mail) for listener, person in found]
    known: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": None, "saved": "saved" in request.query_params}
    return page(
        request,
        "organisation/listeners/listeners.html",
        language=here.visitor.language,
        person=here.person,
        status=status,
        **(known | {"unit": here.unit, "lines": lines} | values),
    )


async def add(request: Request) -> Response:
    """Let somebody pass on enquiries."""
    here, typed = await at_unit(request), dict(await form_of(request))
    try:
        await commands.add(runtime_of(request), here.person, here.unit, typed)
    except Invalid as problem:
        return await _page(request, here, typed=typed, **told_of(problem))
    return RedirectResponse(f"/units/{here.unit.public_id}/listeners?saved", 303)


async def remove(request: Request) -> Response:
    """Let somebody do so no longer."""
    here, typed = await at_unit(request), await form_of(request)
    async with runtime_of(request).database.snapshot() as session:
        found = await listeners_of(session, here.unit)
    for _, person in found:
        if _key(request, person.id) == typed["who"]:
            await commands.remove(runtime_of(request), here.person, here.unit, person.id)
    return RedirectResponse(f"/units/{here.unit.public_id}/listeners?saved", 303)


routes = [
    Route("/units/{unit}/listeners", look),
    Route("/units/{unit}/listeners", add, methods=["POST"]),
    Route("/units/{unit}/listeners/removal", remove, methods=["POST"]),
]
