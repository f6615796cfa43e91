"""A leader's inbox, and the forms that move an idea."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.act import Act
from schemas.flow import FLOW, Status
from schemas.roles import Role
from server.access import Here, at_idea, parts_of, visitor_of
from server.answers import commands
from server.answers.pages import answer_form, answers_page, letters
from server.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.forms import form_of
from server.html import wants_fragments
from server.ideas.pages import story_acts, story_page

NO_CHOICE = N_("Vælg et af svarene.")


async def answers(request: Request) -> Response:
    """What awaits an answer. htmx asks for the list alone, again and again."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        if visitor.session is not None:
            raise NotFound
        return RedirectResponse("/login", 303)
    if wants_fragments(request):
        return await letters(request, visitor)
    return await answers_page(request, visitor, sent="sent" in request.query_params)


def chosen(typed: Mapping[str, str], allowed: frozenset[Status] = frozenset(FLOW)) -> Status:
    """The status of a form. Raises Invalid for none, or one that is not among `allowed`."""
    status = typed.get("status", "")
    if status not in allowed:
        raise Invalid(NO_CHOICE, fields={"status": NO_CHOICE})
    return Status(status)


ANSWERS = frozenset(status for status, rule in FLOW.items() if rule.answer)


async def answer(request: Request) -> Response:
    """The leader's official answer."""
    here, typed = await at_staff_idea(request), dict(await form_of(request))
    assert here.idea is not None
    try:
        status = chosen(typed, ANSWERS)
        await commands.set_status(parts_of(request), here.seat, here.idea, status, typed, act=Act.ANSWER)
    except (Invalid, NotNow) as problem:
        return await answer_form(request, here, typed, problem)
    return RedirectResponse("/answers?sent", 303)


async def review(request: Request) -> Response:
    """The coordinator sends an idea to a leader."""
    here, typed = await at_staff_idea(request), dict(await form_of(request))
    return await _move(request, here, typed | {"status": Status.REVIEW}, Act.SEND)


async def status(request: Request) -> Response:
    """Move an idea as FLOW allows."""
    here, typed = await at_staff_idea(request), dict(await form_of(request))
    return await _move(request, here, typed, Act.SEND if typed.get("status") == Status.REVIEW else Act.PROGRESS)


async def at_staff_idea(request: Request) -> Here:
    """Staff at an idea of their board. Raises NotAllowed for members: they see the idea, but do not move it."""
    here = await at_idea(request, request.path_params["idea"])
    if here.seat.role not in {Role.LEADER, Role.COORDINATOR}:
        raise NotAllowed
    return here


async def _move(request: Request, here: Here, typed: dict[str, str], act: Act) -> Response:
    assert here.idea is not None
    try:
        await commands.set_status(parts_of(request), here.seat, here.idea, chosen(typed), typed, act=act)
    except (Invalid, NotNow) as problem:
        told = {
            "typed": typed,
            "wrong": problem.fields if isinstance(problem, Invalid) else {},
            "problem": problem.sentence,
        }
        show = story_acts if wants_fragments(request) else story_page
        return await show(request, here, status=problem.status, **told)
    return RedirectResponse(f"/ideas/{here.idea.public_id}", 303)


routes = [
    Route("/answers", answers),
    Route("/ideas/{idea}/answer", answer, methods=["POST"]),
    Route("/ideas/{idea}/review", review, methods=["POST"]),
    Route("/ideas/{idea}/status", status, methods=["POST"]),
]
