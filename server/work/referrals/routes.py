"""Asking another body about an idea, their page and their link, and taking the question back."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core import clock
from server.core.access import runtime_of, visitor_of
from server.core.days import danish_day
from server.core.errors import Invalid, NotFound, NotNow
from server.ideas.ideas.pages import story_page
from server.web.forms import form_of
from server.web.guards import at_idea, at_idea_as_staff
from server.web.guards_asked import AtReferral, at_referral, at_sent_referral
from server.web.return_to import to_login
from server.work.referrals import replying, sending
from server.work.referrals.pages import NoLink, asked_page, link_page, refilled, rest, send_page, thanks_page
from server.work.referrals.replying import Replying
from server.work.referrals.sending import NotSeen

Do = Callable[[Replying, Mapping[str, str]], Awaitable[None]]


async def ask(request: Request) -> Response:
    """The form that asks another body."""
    return await send_page(request, await at_idea_as_staff(request))


async def send(request: Request) -> Response:
    """Show what they will see; once that has been seen, send it."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    runtime = runtime_of(request)
    try:
        shown = await sending.look(runtime, here.board, here.idea, typed, clock.now())
        typed["reply_by"] = danish_day(shown.reply_by).isoformat()
        if "send" not in typed:
            return await send_page(request, here, shown=shown, typed=typed)
        await sending.send(runtime, here.seat, here.idea, typed)
    except NotSeen as problem:
        return await send_page(request, here, shown=shown, status=problem.status, **refilled("send", typed, problem))
    except (Invalid, NotNow) as problem:
        return await send_page(request, here, status=problem.status, **refilled("send", typed, problem))
    return RedirectResponse(f"/ideas/{here.idea.public_id}", 303)


async def asked(request: Request) -> Response:
    """What a body was asked. Anyone not signed in goes by way of the login, whether it exists or not."""
    if (await visitor_of(request)).session is None:
        return to_login(request)
    return await asked_page(request, await at_referral(request), done="done" in request.query_params)


async def by_link(request: Request) -> Response:
    """The same for an address without an account."""
    return await link_page(request)


def replies(name: str, do: Do) -> Callable[[Request], Awaitable[Response]]:
    """The route of a form of the body's: sent from its page, by the coordinator, or by the link."""

    async def reply(request: Request) -> Response:
        typed, token = dict(await form_of(request)), request.path_params.get("token")
        here = None if token else await at_referral(request)
        try:
            async with _door(request, here, typed) as doing:
                await do(doing, typed)
                referral, idea = doing.referral, doing.idea
        except (Invalid, NotNow) as problem:
            refused = refilled(name, typed, problem)
            if here is None:
                return await link_page(request, status=problem.status, **refused)
            return await asked_page(request, await at_referral(request), status=problem.status, **refused)
        except NotFound:
            if here is None:
                raise NoLink from None
            raise
        if here is None:
            return thanks_page(request, await rest(request, referral, idea))
        return _thanks(here)

    return reply


def _door(request: Request, here: AtReferral | None, typed: Mapping[str, str]) -> AbstractAsyncContextManager[Replying]:
    runtime = runtime_of(request)
    if here is None:
        return replying.by_link(runtime, request.path_params["token"], typed)
    if here.seat is not None:
        return replying.as_coordinator(runtime, here.seat, here.referral)
    return replying.as_leader(runtime, here.person, here.referral)


def _thanks(here: AtReferral) -> Response:
    if here.seat is not None:
        return RedirectResponse(f"/ideas/{here.idea.public_id}", 303)
    return RedirectResponse(f"/referrals/{here.referral.public_id}?done", 303)


async def withdraw(request: Request) -> Response:
    """Ask them no longer."""
    return await _own(request, "withdraw")


async def dispute(request: Request) -> Response:
    """Say that an answer through a link is not theirs."""
    return await _own(request, "dispute")


async def _own(request: Request, what: str) -> Response:
    here, typed = await at_sent_referral(request), dict(await form_of(request))
    assert here.seat is not None
    do = sending.withdraw if what == "withdraw" else sending.dispute
    try:
        await do(runtime_of(request), here.seat, here.referral, typed)
    except (Invalid, NotNow) as problem:
        at = await at_idea(request, here.idea.public_id)
        return await story_page(request, at, status=problem.status, refusing=refilled(what, typed, problem))
    return RedirectResponse(f"/ideas/{here.idea.public_id}", 303)


answer, give_back, pass_on = (
    replies("answer", replying.answer),
    replies("return", replying.give_back),
    replies("passing", replying.pass_on),
)
routes = [
    Route("/ideas/{idea}/referral", ask),
    Route("/ideas/{idea}/referral", send, methods=["POST"]),
    Route("/referrals/{referral}", asked),
    Route("/referrals/{referral}/answer", answer, methods=["POST"]),
    Route("/referrals/{referral}/return", give_back, methods=["POST"]),
    Route("/referrals/{referral}/passing", pass_on, methods=["POST"]),
    Route("/referrals/{referral}/withdrawal", withdraw, methods=["POST"]),
    Route("/referrals/{referral}/dispute", dispute, methods=["POST"]),
    Route("/r/{token}", by_link),
    Route("/r/{token}/answer", answer, methods=["POST"]),
    Route("/r/{token}/return", give_back, methods=["POST"]),
    Route("/r/{token}/passing", pass_on, methods=["POST"]),
]
