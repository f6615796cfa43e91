"""The responses to moving, naming and merging: empty for htmx, whose page follows the stream; else a page."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.roles import Role
from server.core.access import runtime_of
from server.core.errors import Problem
from server.ideas.groups.queries import load_grouping
from server.meeting.meetings.pages import room_page
from server.meeting.meetings.queries import load_whole_room
from server.web.guards import AtIdea, AtMeeting
from server.web.html import fragments, page, wants_fragments
from server.web.individual_cases import Asked


def back(request: Request, here: AtMeeting, idea: str = "") -> Response:
    """The response when it is done: a plain form is redirected to where the change can be seen."""
    if wants_fragments(request):
        return Response(status_code=204)
    desk = "/desk" if here.seat.role is Role.COORDINATOR else ""
    return RedirectResponse(f"/m/{here.meeting.public_id}{desk}{'#idea-' + idea if idea else ''}", 303)


async def refused(request: Request, here: AtMeeting, problem: Problem) -> Response:
    """The response when it is refused: the room as it is now, with a sentence. For htmx this raises `problem`, since
    its page has the room already and needs only the sentence."""
    if wants_fragments(request):
        raise problem
    return await room_page(request, here, status=problem.status, group_problem=problem)


async def asked(request: Request, here: AtMeeting, problem: Asked, typed: Mapping[str, str]) -> Response:
    """The response when the name of a group is asked about: its form again, as a fragment or in the room."""
    group = request.path_params["group"]
    renaming = {"group": group, "typed": typed, "wrong": problem.fields, "problem": problem.sentence}
    if not wants_fragments(request):
        return await room_page(request, here, status=problem.status, renaming=renaming)
    form = (f"name-form-{group}", "ideas/groups/name_form.html")
    values: dict[str, Any] = {"view": {"meeting": here.meeting}, "group": {"public_id": group}}
    return fragments(here.visitor.language, form, status=problem.status, renaming=renaming, **values)


async def move_page(request: Request, here: AtIdea) -> Response:
    """A page with an idea and all the places that it can be moved to, for browsers without JavaScript."""
    async with runtime_of(request).database.snapshot() as session:
        room = await load_whole_room(session, here.meeting.public_id)
        part = await load_grouping(session, room)
    values: dict[str, Any] = {"view": room, "part": part, "idea": here.idea, "role": here.seat.role}
    return page(
        request,
        "ideas/groups/move.html",
        language=here.visitor.language,
        person=here.visitor.person,
        home="/",
        **values,
    )
