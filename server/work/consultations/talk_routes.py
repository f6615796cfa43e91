"""What members say about a case while they meet, and hiding what should not be there."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow, Problem
from server.ideas.comments.hiding import hide_comment, show_comment
from server.ideas.comments.receiving import receive
from server.meeting.meetings.pages import own_fragments, room_page
from server.web.forms import form_of
from server.web.html import fragments, wants_fragments
from server.work.consultations.look_up import AtCaseComment, at_case, at_case_comment, at_consultation
from server.work.consultations.pages import case_own, case_page


async def comment(request: Request) -> Response:
    """Add a comment to a case."""
    here = await at_case(request)
    case, place = here.case, (await form_of(request)).get("from", "")
    status, values = await receive(request, here.seat, here.meeting, case)
    in_room = place == "room"
    form = (f"comment-{case.public_id}", "ideas/comments/form.html")
    if in_room and wants_fragments(request):
        only = ["my-comments"] if status == HTTPStatus.OK else []
        told: dict[str, Any] = {"commented": values, "about": case, "place": place}
        return await own_fragments(request, here, form, only=only, status=status, **told)
    if wants_fragments(request):
        return await case_own(request, await at_consultation(request), form, status=status, commented=values)
    if status != 200:
        if in_room:
            return await room_page(request, here, status=status, commented=values)
        return await case_page(request, await at_consultation(request), status=status, commented=values)
    back = f"/m/{here.meeting.public_id}#my-comments" if in_room else f"/consultations/{case.public_id}#comments"
    return RedirectResponse(back, 303)


async def hiding(request: Request) -> Response:
    """Hide a comment with a reason, or show it again. For anybody but a coordinator it does not exist."""
    here = await at_case_comment(request)
    runtime, typed = runtime_of(request), dict(await form_of(request))
    at_desk = typed.get("from") == "desk"
    try:
        if typed.get("hidden") == "0":
            await show_comment(runtime, here.seat, here.comment)
        else:
            reason = typed.get("reason", "").strip()
            await hide_comment(runtime, here.seat, here.comment, reason, warned=typed.get("warned", ""))
    except (Invalid, NotNow) as problem:
        return await _not_hidden(request, here, typed, problem)
    if at_desk and wants_fragments(request):
        return Response(status_code=204)
    page = f"/consultations/{here.case.public_id}"
    if wants_fragments(request):
        return await case_own(request, await at_consultation(request, here.case.public_id))
    return RedirectResponse(f"/m/{here.meeting.public_id}/desk" if at_desk else f"{page}#comments", 303)


async def _not_hidden(request: Request, here: AtCaseComment, typed: dict[str, str], problem: Problem) -> Response:
    values = {
        "thing": here.comment.public_id,
        "typed": typed,
        "wrong": problem.fields if isinstance(problem, Invalid) else {},
        "problem": problem.sentence,
    }
    if wants_fragments(request):
        form = (f"hide-{here.comment.public_id}", "ideas/comments/hide_form.html")
        told: dict[str, Any] = {"hiding": values, "kind": "consultations/comments", "place": typed.get("from", "")}
        return fragments(here.visitor.language, form, status=problem.status, **told)
    at = await at_consultation(request, here.case.public_id)
    return await case_page(request, at, status=problem.status, hiding=values)


routes = [
    Route("/m/{meeting}/consultations/{consultation}/comments", comment, methods=["POST"]),
    Route("/consultations/comments/{comment}/hiding", hiding, methods=["POST"]),
]
