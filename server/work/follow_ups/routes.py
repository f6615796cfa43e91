"""Answering a question: at a meeting, on an idea's page, or through a mailed link. The answer is only ever in the body,
never in an address."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.follow_up import FollowUp
from schemas.format import Phase
from server.core.access import language_of, runtime_of
from server.core.errors import Invalid, NotFound, NotNow, Problem
from server.ideas.ideas.pages import story_own, story_page
from server.meeting.meetings.pages import back_to_room, own_fragments, room_page
from server.web.forms import form_of
from server.web.guards import at_idea, at_meeting
from server.web.html import page, wants_fragments
from server.work.follow_ups.answering import Said, answer_as_seat, answer_by_link
from server.work.follow_ups.queries import answer_of, load_asked
from server.work.follow_ups.voters import by_link


async def in_meeting(request: Request) -> Response:
    """A member answers at the meeting, in the phase where everybody hears what became of the ideas."""
    here = await at_meeting(request)
    typed = dict(await form_of(request))
    status, extra = 200, dict[str, Any]()
    try:
        await answer_as_seat(runtime_of(request), here.seat, typed.get("question", ""), Said.read(typed).ask(typed))
    except (Invalid, NotNow) as problem:
        if here.meeting.over or here.meeting.phase is not Phase.SINCE_LAST:
            raise  # the form is no longer on the page
        status, extra = problem.status, _again(typed, problem)
    if wants_fragments(request):
        return await own_fragments(request, here, only=["asked"], status=status, **extra)
    return await room_page(request, here, status=status, **extra) if extra else back_to_room(here.meeting, "#asked")


async def on_story(request: Request) -> Response:
    """A member answers on the idea's own page, or on "Min idé"."""
    here = await at_idea(request)
    typed = dict(await form_of(request))
    status, extra = 200, dict[str, Any]()
    try:
        await answer_as_seat(runtime_of(request), here.seat, typed.get("question", ""), Said.read(typed).ask(typed))
    except (Invalid, NotNow) as problem:
        status, extra = problem.status, _again(typed, problem)
    if wants_fragments(request):
        return await story_own(request, here, status=status, **extra)
    if extra:
        return await story_page(request, here, status=status, **extra)
    return RedirectResponse(f"/ideas/{here.idea.public_id}#asked", 303)


def _again(typed: dict[str, str], problem: Problem) -> dict[str, Any]:
    """The context that fills the form again."""
    wrong = problem.fields if isinstance(problem, Invalid) else {}
    return {"reanswer": typed | {"problem": problem.sentence, "wrong": wrong}}


async def look(request: Request) -> Response:
    """The question behind a mailed link. Opening it answers nothing, since mail scanners open links too."""
    return await _page(request)


async def answer(request: Request) -> Response:
    """Answer through the link, which needs neither a cookie nor an account."""
    typed = dict(await form_of(request))
    try:
        await answer_by_link(runtime_of(request), request.path_params["token"], Said.read(typed).ask(typed))
    except (Invalid, NotFound, NotNow) as problem:
        return await _page(request, problem.status, **_again(typed, problem))
    return RedirectResponse(request.url.path, 303)


async def _page(request: Request, status: int = 200, **extra: Any) -> Response:
    runtime, asked, given = runtime_of(request), None, None
    async with runtime.database.snapshot() as session:
        found = await by_link(session, runtime.settings, request.path_params["token"])
        if found is not None:
            row, follow = found
            asked = next(iter(await load_asked(session, FollowUp.id == row.id)), None)
            given = await answer_of(session, row, follow)
    context = {"found": found is not None, "asked": asked, "given": given, "reanswer": {}} | extra
    status = status if found is not None else 404
    return page(request, "work/follow_ups/link.html", language=language_of(request), status=status, **context)


routes = [
    Route("/m/{meeting}/felt", in_meeting, methods=["POST"]),
    Route("/ideas/{idea}/felt", on_story, methods=["POST"]),
    Route("/felt/{token}", look),
    Route("/felt/{token}", answer, methods=["POST"]),
]
