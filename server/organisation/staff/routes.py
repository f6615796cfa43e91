"""The page of everybody who works in a coordinator's organisations, and a page for each."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.person import Person
from server.core.access import Visitor, runtime_of
from server.core.errors import Invalid, NotFound, NotNow
from server.mail.links import keyed
from server.organisation.people.account import sign_out_everywhere
from server.organisation.staff.ending import end, what_ends
from server.organisation.staff.queries import Account, accounts
from server.organisation.units.look_up import coordinator_of
from server.organisation.units.queries import units_of
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.html import page


@dataclass(frozen=True)
class AtPerson:
    """The coordinator, and somebody who works in their units."""

    visitor: Visitor
    person: Person
    units: frozenset[int]
    who: Account
    key: str


def _key(request: Request, person: Person) -> str:
    """What stands in an address for somebody: nobody can guess another's."""
    return keyed(runtime_of(request).settings, "person", person.id)


async def at_person(request: Request) -> AtPerson:
    """The coordinator, and the person that the address names. Raises NotFound unless they work in the coordinator's
    units."""
    visitor, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        units = frozenset(await units_of(session, person))
        found = await accounts(session, units)
    key = request.path_params["person"]
    who = next((account for account in found if _key(request, account.person) == key), None)
    if who is None:
        raise NotFound
    return AtPerson(visitor, person, units, who, key)


async def people(request: Request) -> Response:
    """Everybody who works in a coordinator's units."""
    visitor, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        found = await accounts(session, await units_of(session, person))
    lines = [(_key(request, account.person), account) for account in found]
    gone = "gone" in request.query_params
    return page(
        request, "organisation/staff/people.html", language=visitor.language, person=person, lines=lines, gone=gone
    )


async def one(request: Request) -> Response:
    """One of them: what they are, and what ends with them."""
    return await _one(request, await at_person(request))


async def _one(request: Request, here: AtPerson, *, status: int = 200, problem: Any = None, **_: Any) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        ending = await what_ends(session, here.who.person, here.units)
    values: dict[str, Any] = {"who": here.who, "key": here.key, "ending": ending, "problem": problem}
    values |= {"mine": here.who.person.id == here.person.id, "out": "out" in request.query_params}
    return page(
        request,
        "organisation/staff/person.html",
        language=here.visitor.language,
        person=here.person,
        status=status,
        **values,
    )


async def sign_out(request: Request) -> Response:
    """Sign somebody out on all their devices, as for a computer that was lost. Whoever was only named here by their
    address, and has not been, may be anybody's: then nothing is done, and the answer does not tell."""
    here = await at_person(request)
    if not here.who.awaited:
        await sign_out_everywhere(runtime_of(request), here.who.person, here.person)
    return RedirectResponse(f"/people/{here.key}?out", 303)


async def end_work(request: Request) -> Response:
    """End somebody's work here. Where that leaves a gap, only with a tick."""
    here, typed = await at_person(request), await form_of(request)
    assert here.who.person.id is not None
    try:
        await end(runtime_of(request), here.who.person.id, by=here.person, sure=typed.get("sure") == "1")
    except (Invalid, NotNow) as problem:
        return await _one(request, here, **told_of(problem))
    return RedirectResponse("/people?gone", 303)


routes = [
    Route("/people", people),
    Route("/people/{person}", one),
    Route("/people/{person}/sign-out", sign_out, methods=["POST"]),
    Route("/people/{person}/end", end_work, methods=["POST"]),
]
