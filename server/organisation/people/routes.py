"""Signing in by a link, and out again."""

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import Visitor, answers, runtime_of, visitor_of, visitor_or_stranger
from server.core.addresses import same_address
from server.core.devices import device_of
from server.core.errors import Away, NotFound, TooMany
from server.core.sessions import clear_screen, set_cookie
from server.organisation.people import commands
from server.organisation.people.failures import note_failure
from server.organisation.people.pages import HOME, login_page
from server.web.dead_links import DEAD
from server.web.forms import form_of
from server.web.html import page
from server.web.rate_limits import address_of
from server.web.return_to import return_to_of
from server.web.without_cookie import marked

EVEN = 0.3  # seconds that a request for a link takes at least, whether or not the address has an account


async def login(request: Request) -> Response:
    """The page that asks for a mail address. `coming` in the query string is where to go after signing in."""
    visitor, coming = await visitor_or_stranger(request), return_to_of(request.query_params)
    if visitor.person is not None:
        return RedirectResponse(coming or HOME, 303)
    return login_page(request, visitor, coming=coming, again=visitor.signed_out)


async def send_link(request: Request) -> Response:
    """Mail a link to the account with that address, if there is one. The reply is the same for every address."""
    visitor, form = await visitor_of(request), await form_of(request)
    mail, coming = same_address(form.get("mail", "")), return_to_of(form)
    tried, address = request.app.state.wrong_codes, address_of(request)
    if not await tried.may_try("login", address, mail[:254]):
        slow = TooMany()
        return login_page(
            request, visitor, coming=coming, status=slow.status, problem=slow.sentence, typed=form["mail"]
        )
    await tried.was_wrong("login", address, mail[:254])
    # The response takes equally long whatever the look-up finds: its timing must not tell who has an account.
    await asyncio.gather(_sent(request, mail[:254], coming, visitor.language), asyncio.sleep(EVEN))
    return login_page(request, visitor, coming=coming, sent=mail)


async def _sent(request: Request, mail: str, coming: str, language: str) -> None:
    if not await commands.send_sign_in(runtime_of(request), mail, coming, language):
        await note_failure(request, mail)


async def link(request: Request) -> Response:
    """The page behind a sign-in link. Only its button signs in, since mail scanners open links too. If the link is
    unknown, used or too old, somebody who is signed in already is sent on, and anybody else learns that it is dead.
    While the database is away and nobody can tell, the button is shown."""
    visitor, coming = await visitor_or_stranger(request), return_to_of(request.query_params)
    with suppress(Away):
        if answers(request) and not await commands.is_good(runtime_of(request), request.path_params["token"]):
            return _dead_link(request, visitor, coming)
    return page(request, "organisation/people/link.html", language=visitor.language, coming=coming)


async def use_link(request: Request) -> Response:
    """Sign in, then go on to the page that `coming` names, or else to what is next."""
    runtime, visitor, coming = runtime_of(request), await visitor_of(request), return_to_of(request.query_params)
    try:
        device = device_of(request.headers.get("user-agent", ""))
        cookie = await commands.sign_in_with(runtime, visitor, request.path_params["token"], device)
    except NotFound:
        if visitor.person is None:
            await note_failure(request, request.path_params["token"])
        return _dead_link(request, visitor, coming)
    answer = RedirectResponse(coming or marked(HOME, None, "/login"), 303)
    set_cookie(answer, runtime, cookie)
    return answer


def _dead_link(request: Request, visitor: Visitor, coming: str) -> Response:
    if visitor.person is not None:
        return RedirectResponse(coming or HOME, 303)
    dead = DEAD["login"]
    return login_page(request, visitor, coming=coming, status=dead.status, dead=dead.sentence)


async def logout(request: Request) -> Response:
    """Sign out, and clear this screen."""
    runtime, visitor = runtime_of(request), await visitor_of(request)
    if visitor.session is not None:
        await commands.sign_out(runtime, visitor.session)
    answer = RedirectResponse("/?left", 303)
    clear_screen(answer, runtime)
    return answer


routes = [
    Route("/login", login),
    Route("/login", send_link, methods=["POST"]),
    Route("/login/{token}", link),
    Route("/login/{token}", use_link, methods=["POST"]),
    Route("/logout", logout, methods=["POST"]),
]
