"""Commenting on an idea, and hiding what the room should not see."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.comment import Comment
from schemas.idea import Idea
from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow, Problem
from server.core.runtime import Runtime
from server.ideas.comments import hiding
from server.ideas.comments.receiving import receive
from server.ideas.ideas.hiding import hide_idea, show_idea
from server.ideas.ideas.pages import story_own, story_page
from server.meeting.meetings.pages import own_fragments, room_page
from server.web.forms import form_of
from server.web.guards import AtIdea, at_comment, at_idea
from server.web.html import wants_fragments


async def comment(request: Request) -> Response:
    """Add a comment to an idea."""
    here = await at_idea(request)
    idea, place = here.idea, (await form_of(request)).get("from", "")
    status, values = await receive(request, here.seat, here.meeting, idea)
    in_room = place == "room"
    if wants_fragments(request):
        answer = own_fragments if in_room else story_own
        form = (f"comment-{idea.public_id}", "ideas/comments/form.html")
        return await answer(
            request,
            here,
            form,
            only=["my-comments"] if status == HTTPStatus.OK else [],
            status=status,
            commented=values,
            about=idea,
            place=place,
        )
    if status != 200:
        return await (room_page if in_room else story_page)(request, here, status=status, commented=values)
    back = f"/m/{here.meeting.public_id}#my-comments" if in_room else f"/ideas/{idea.public_id}#comments"
    return RedirectResponse(back, 303)


async def idea_hiding(request: Request) -> Response:
    """Hide an idea with a reason, or show it again."""
    here = await at_idea(request)
    return await _moderate(request, here, here.idea, hide_idea, show_idea)


async def comment_hiding(request: Request) -> Response:
    """Hide a comment with a reason, or show it again. For anybody but a coordinator it does not exist."""
    here = await at_comment(request)
    return await _moderate(request, here, here.comment, hiding.hide_comment, hiding.show_comment)


async def _moderate(request: Request, here: AtIdea, thing: Idea | Comment, hide: Any, show: Any) -> Response:
    """Hide or show `thing`. If that is refused, htmx gets the form with a sentence, and a plain form gets the idea's
    story with the form filled in."""
    runtime: Runtime = runtime_of(request)
    typed = dict(await form_of(request))
    try:
        if typed.get("hidden") == "0":
            await show(runtime, here.seat, thing)
        else:
            reason = typed.get("reason", "").strip()
            await hide(runtime, here.seat, thing, reason, warned=typed.get("warned", ""))
    except (Invalid, NotNow) as problem:
        return await _not_hidden(request, here, thing, typed, problem)
    if wants_fragments(request):
        return Response(status_code=204) if typed.get("from") == "desk" else await story_own(request, here)
    back = f"/m/{here.meeting.public_id}/desk" if typed.get("from") == "desk" else f"/ideas/{here.idea.public_id}"
    return RedirectResponse(back, 303)


async def _not_hidden(
    request: Request, here: AtIdea, thing: Idea | Comment, typed: dict[str, str], problem: Problem
) -> Response:
    values = {
        "thing": thing.public_id,
        "typed": typed,
        "wrong": problem.fields if isinstance(problem, Invalid) else {},
        "problem": problem.sentence,
    }
    if not wants_fragments(request):
        return await story_page(request, here, status=problem.status, hiding=values)
    form = (f"hide-{thing.public_id}", "ideas/comments/hide_form.html")
    kind = "ideas" if isinstance(thing, Idea) else "comments"
    place = typed.get("from", "")
    return await story_own(request, here, form, only=[], status=problem.status, hiding=values, kind=kind, place=place)


routes = [
    Route("/ideas/{idea}/comments", comment, methods=["POST"]),
    Route("/ideas/{idea}/hiding", idea_hiding, methods=["POST"]),
    Route("/comments/{comment}/hiding", comment_hiding, methods=["POST"]),
]
