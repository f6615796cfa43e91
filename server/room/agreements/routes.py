"""The coordinator writes down what is agreed on for an idea, and takes ideas along."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow, Outdated, Problem
from server.meeting.meetings.pages import back_to_desk, desk_page, read_room, to_desk
from server.meeting.meetings.state import load_desk_state
from server.room.agreements import commands
from server.room.agreements.queries import Agreeing
from server.web.forms import form_of, whole_number
from server.web.guards import AtIdea, at_desk, at_idea_as_staff
from server.web.html import fragments, wants_fragments


async def agreement(request: Request) -> Response:
    """Store what was agreed on for an idea; `do` = send also sends it to the leader."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    try:
        options: dict[str, Any] = {"version": whole_number(typed, "version", 0), "send": typed.get("do") == "send"}
        await commands.agree(runtime_of(request), here.seat, here.meeting, here.idea, typed, **options)
    except (Invalid, NotNow, Outdated) as problem:
        return await _again(request, here, typed, problem)
    if not wants_fragments(request):
        return to_desk(here.meeting)
    # The answer itself takes the next idea in hand: by the stream alone, the form would stay as one with unsent words.
    tools = ("tools", "meeting/meetings/tools.html")
    return fragments(here.visitor.language, tools, **await read_room(request, here, load_desk_state))


async def _again(request: Request, here: AtIdea, typed: dict[str, str], problem: Problem) -> Response:
    """The form again, with everything that was typed and with what somebody else has saved since."""
    extra = {
        "agreeing": here.idea.public_id,
        "typed": typed,
        "wrong": problem.fields if isinstance(problem, Invalid) else {},
        "problem": problem.sentence,
        "faster": isinstance(problem, Outdated),
    }
    if not wants_fragments(request):
        return await desk_page(request, here, status=problem.status, **extra)
    context = await read_room(request, here)
    item = next((each for each in _items(context) if each.idea.id == here.idea.id), None)
    if item is None:
        raise problem
    form = (f"agreement-{here.idea.public_id}", "room/agreements/form.html")
    return fragments(here.visitor.language, form, status=problem.status, item=item, **(context | extra))


def _items(context: dict[str, Any]) -> list[Any]:
    part = context["view"].part
    return part.items if isinstance(part, Agreeing) else []  # a result has items too, and no form


async def take(request: Request) -> Response:
    """Take along an idea that no vote has chosen."""
    here, typed = await at_desk(request), await form_of(request)
    await commands.take_along(runtime_of(request), here.seat, here.meeting, typed.get("idea", ""))
    return back_to_desk(request, here.meeting)


routes = [
    Route("/ideas/{idea}/agreement", agreement, methods=["POST"]),
    Route("/m/{meeting}/chosen", take, methods=["POST"]),
]
