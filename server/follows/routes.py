"""Asking for news of an idea, and the page behind the links in mail."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.access import at_idea, language_of, parts_of
from server.budget import address_of
from server.errors import Invalid, TooMany
from server.follows import commands
from server.forms import form_of
from server.html import page
from server.ideas.pages import story_page


async def follow(request: Request) -> Response:
    """Ask for news; the answer is the same for every address."""
    here = await at_idea(request, request.path_params["idea"])
    assert here.idea is not None
    mail = (await form_of(request)).get("mail", "")
    tried, address = request.app.state.wrong_codes, address_of(request)
    if not await tried.may_try("follow", address, mail.lower()[:254]):
        told = {"mail": mail, "problem": TooMany().sentence}
        return await story_page(request, here, status=429, follow=told)
    await tried.was_wrong("follow", address, mail.lower()[:254])
    try:
        await commands.ask(parts_of(request), here.seat, here.idea, mail, here.visitor.language)
    except Invalid as problem:
        told = {"mail": mail, "problem": problem.sentence}
        return await story_page(request, here, status=problem.status, follow=told)
    return RedirectResponse(f"/ideas/{here.idea.public_id}?asked#follow", 303)


async def look(request: Request) -> Response:
    """What the link is about, and two buttons. Looking changes nothing: programs that scan mail look too."""
    found = await commands.followed(parts_of(request), request.path_params["token"])
    return _page(request, found, status=200 if found else 404)


async def say(request: Request) -> Response:
    """Yes or no; or a mail program that says no by itself (RFC 8058), which has no cookie and no origin."""
    parts, token, typed = parts_of(request), request.path_params["token"], await form_of(request)
    if typed.get("do") == "yes":
        await commands.say_yes(parts, token)
        return _page(request, await commands.followed(parts, token))
    if typed.get("do") == "no" or typed.get("List-Unsubscribe") == "One-Click":
        await commands.stop(parts, token)
        return _page(request, None)
    return RedirectResponse(request.url.path, 303)


def _page(request: Request, found: commands.Followed | None, *, status: int = 200) -> Response:
    return page(request, "follows/link.html", language=language_of(request), status=status, found=found)


routes = [
    Route("/ideas/{idea}/follow", follow, methods=["POST"]),
    Route("/follow/{token}", look),
    Route("/follow/{token}", say, methods=["POST"]),
]
