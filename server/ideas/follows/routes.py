"""Following an idea, and the page behind the links in mail."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import language_of, runtime_of
from server.core.errors import Invalid, NotFound, TooMany
from server.core.runtime import Runtime
from server.ideas.follows import choosing, commands
from server.ideas.follows.asking import may_ask, wish_of
from server.ideas.follows.commands import Wish
from server.ideas.follows.queries import known_address
from server.ideas.ideas.pages import story_page
from server.web.forms import form_of
from server.web.guards import AtIdea, at_idea
from server.web.html import page


async def follow(request: Request) -> Response:
    """Follow an idea, with or without mail, or stop. The response is the same for every address."""
    here, typed = await at_idea(request), await form_of(request)
    runtime, story = runtime_of(request), f"/ideas/{here.idea.public_id}"
    if typed.get("do") == "stop":
        await commands.unfollow(runtime, here.seat, here.idea)
        back = f"/b/{here.board.public_id}/mine" if typed.get("from") == "mine" else f"{story}#follow"
        return RedirectResponse(back, 303)
    if typed.get("known") == "1":
        return await _with_known_address(request, here, story)
    if not typed.get("mail", "").strip():
        await commands.follow_here(runtime, here.seat, here.idea)
        return RedirectResponse(f"{story}#follow", 303)
    try:
        await may_ask(request, here)
        await commands.ask(runtime, here.seat, [here.idea], wish_of(here, typed))
    except (Invalid, TooMany) as problem:
        values = {"typed": typed, "problem": problem.sentence}
        return await story_page(request, here, status=problem.status, follow=values)
    return RedirectResponse(f"{story}#follow", 303)


async def _with_known_address(request: Request, here: AtIdea, story: str) -> Response:
    """Follow by mail at the address that the seat has given before, so that nobody types it for each idea."""
    runtime = runtime_of(request)
    async with runtime.database.snapshot() as session:
        known = await known_address(session, here.seat.id)
    if known is None or known.mail is None:  # they have stopped all mail meanwhile, in another tab
        return RedirectResponse(f"{story}#follow", 303)
    await may_ask(request, here)
    await commands.ask(runtime, here.seat, [here.idea], Wish(known.mail, known.language, known.weekly))
    return RedirectResponse(f"{story}#follow", 303)


async def look(request: Request) -> Response:
    """The page with what the link is about, and what one can choose. Opening it changes nothing, since mail scanners
    open it too."""
    found = await choosing.followed(runtime_of(request), request.path_params["token"])
    return _page(request, found, status=200 if found else 404)


async def say(request: Request) -> Response:
    """Do what somebody chose on the page, or stop mail for a mail program that unsubscribes on its own (RFC 8058),
    which sends no cookie and no Origin header."""
    runtime, token, typed = runtime_of(request), request.path_params["token"], await form_of(request, in_parts=True)
    do = "no" if typed.get("List-Unsubscribe") == "One-Click" else typed.get("do", "")
    if do in {"yes", "weekly", "each"}:
        try:
            await _choose(runtime, token, do)
        except NotFound as problem:
            return _page(request, None, status=problem.status)
    elif do == "no":
        await choosing.stop(runtime, token)
        return _page(request, None)
    elif do == "none":
        await choosing.stop_all(runtime, token)
        return _page(request, None, everything=True)
    elif do == "erase":
        await choosing.erase(runtime, token)
        return _page(request, None, everything=True, erased=True)
    else:
        return RedirectResponse(request.url.path, 303)
    return _page(request, await choosing.followed(runtime, token), chose=do)


async def _choose(runtime: Runtime, token: str, do: str) -> None:
    if do == "yes":
        await choosing.say_yes(runtime, token)
    else:
        await choosing.how_often(runtime, token, weekly=do == "weekly")


def _page(request: Request, found: choosing.Followed | None, *, status: int = 200, **values: object) -> Response:
    more: dict[str, object] = {"chose": "", "everything": False, "erased": False} | values
    return page(request, "ideas/follows/link.html", language=language_of(request), status=status, found=found, **more)  # type: ignore[arg-type]


routes = [
    Route("/ideas/{idea}/follow", follow, methods=["POST"]),
    Route("/follow/{token}", look),
    Route("/follow/{token}", say, methods=["POST"]),
]
