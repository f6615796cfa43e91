"""One's own account, the link that makes a new address one's own, and signing out everywhere."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.person import Person
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import Invalid, NotFound, NotNow, TooMany
from server.core.sessions import clear_screen
from server.organisation.people import account
from server.web.edit_conflicts import ChangedMeanwhile, as_was, told_of
from server.web.forms import form_of
from server.web.html import page
from server.web.rate_limits import address_of
from server.web.return_to import to_login


async def look(request: Request) -> Response:
    """The page of one's own account."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        if visitor.session is not None:
            raise NotFound
        return to_login(request)
    done = next((name for name in ("saved", "asked", "moved", "out") if name in request.query_params), "")
    return await _page(request, visitor, visitor.person, done=done)


async def _page(request: Request, visitor: Visitor, person: Person, *, status: int = 200, **values: Any) -> Response:
    now = account.shown(person)
    async with runtime_of(request).database.snapshot() as session:
        devices, led = await account.sessions_of(session, person), await account.units_led(session, person)
    blank: dict[str, Any] = {"typed": now, "was": as_was(now), "wrong": {}, "problem": None, "clashes": {}, "done": ""}
    blank |= {"devices": devices, "led": led, "this": visitor.session.id if visitor.session else 0}
    context = blank | values
    return page(
        request, "organisation/people/account.html", language=visitor.language, person=person, status=status, **context
    )


async def change(request: Request) -> Response:
    """Change name and title, and ask for another address. If it is refused, the form keeps what was typed."""
    visitor, person = await _signed_in(request)
    typed = dict(await form_of(request))
    try:
        await _may_ask(request, person, typed)
        asked = await account.change_account(runtime_of(request), person, typed, visitor.language)
    except (Invalid, TooMany, ChangedMeanwhile) as problem:
        filled = problem.form if isinstance(problem, ChangedMeanwhile) else account.shown(person) | typed
        return await _page(request, visitor, person, typed=filled, **({"was": typed.get("was", "")} | told_of(problem)))
    return RedirectResponse(f"/account?{'asked' if asked else 'saved'}", 303)


async def _may_ask(request: Request, person: Person, typed: dict[str, str]) -> None:
    """Count each time that somebody asks for another address, as each request for a sign-in link is. Raises
    TooMany."""
    mail = typed.get("mail", "").strip()[:254]
    if mail == person.mail:
        return
    tried, address = request.app.state.wrong_codes, address_of(request)
    if not await tried.may_try("login", address, mail):
        raise TooMany
    await tried.was_wrong("login", address, mail)


async def look_address(request: Request) -> Response:
    """The page behind the link in a letter to a new address. Opening it changes nothing, since mail scanners do too."""
    visitor = await visitor_of(request)
    return _address(request, visitor, await account.asked_address(runtime_of(request), request.path_params["token"]))


def _address(request: Request, visitor: Visitor, mail: str, problem: str = "", status: int = 200) -> Response:
    told = {"mail": mail, "problem": problem}
    return page(
        request, "organisation/people/address.html", language=visitor.language, status=status, person=None, **told
    )


async def take_address(request: Request) -> Response:
    """Make the new address the account's. In its own browser the account says so; elsewhere one may sign in with it."""
    visitor, token = await visitor_of(request), request.path_params["token"]
    try:
        whose = await account.take_address(runtime_of(request), token, visitor.session)
    except NotNow as problem:
        return _address(request, visitor, "", problem.sentence, problem.status)
    theirs = visitor.person is not None and visitor.person.id == whose
    return RedirectResponse("/account?moved" if theirs else "/login", 303)


async def sign_out(request: Request) -> Response:
    """Sign out on every device, and clear this one."""
    _, person = await _signed_in(request)
    runtime = runtime_of(request)
    await account.sign_out_everywhere(runtime, person)
    answer = RedirectResponse("/?left", 303)
    clear_screen(answer, runtime)
    return answer


async def sign_out_one(request: Request) -> Response:
    """Sign out on one device. One that is not theirs, or is signed out already, is as if it just had been."""
    visitor, person = await _signed_in(request)
    named = (await form_of(request)).get("device", "")
    runtime, ident = runtime_of(request), int(named) if named.isascii() and named.isdigit() and len(named) < 19 else 0
    await account.sign_out_one(runtime, person, ident)
    answer = RedirectResponse("/account?out", 303)
    if visitor.session is not None and visitor.session.id == ident:
        answer = RedirectResponse("/?left", 303)
        clear_screen(answer, runtime)
    return answer


async def _signed_in(request: Request) -> tuple[Visitor, Person]:
    """The visitor and their account. Raises NotFound without one."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        raise NotFound
    return visitor, visitor.person


routes = [
    Route("/account", look),
    Route("/account", change, methods=["POST"]),
    Route("/account/sign-out", sign_out, methods=["POST"]),
    Route("/account/sign-out/one", sign_out_one, methods=["POST"]),
    Route("/address/{token}", look_address),
    Route("/address/{token}", take_address, methods=["POST"]),
]
