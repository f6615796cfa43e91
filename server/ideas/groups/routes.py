"""Putting ideas into groups and taking them apart, naming groups, and merging two ideas into one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.act import Act
from server.core.access import runtime_of
from server.core.change import check
from server.core.errors import Invalid, NotNow
from server.ideas.groups import commands, merging
from server.ideas.groups.pages import asked, back, move_page, refused
from server.web.forms import form_of
from server.web.guards import AtIdea, at_meeting, at_shown_idea
from server.web.individual_cases import Asked, ask_once


async def places(request: Request) -> Response:
    """The page with the places that an idea can be moved to."""
    here = await at_shown_idea(request)
    check(here.seat, Act.GROUP, here.meeting)
    return await move_page(request, here)


async def move(request: Request) -> Response:
    """Move an idea together with another, into a group, or out of its group."""
    here = await at_shown_idea(request)
    typed = await form_of(request)
    to, seen = typed.get("to", ""), typed.get("from", "")
    if typed.get("do") == "merge":
        return await _merge(request, here, to.removeprefix("with:"))
    try:
        await commands.put(runtime_of(request), here.seat, here.meeting, here.idea, to, seen)
    except NotNow as problem:
        return await refused(request, here, problem)
    return back(request, here, here.idea.public_id)


async def rename(request: Request) -> Response:
    """Name a group."""
    here = await at_meeting(request)
    typed = await form_of(request)
    group, name, seen = request.path_params["group"], typed.get("name", "").strip(), typed.get("from", "")
    try:
        ask_once({"name": commands.NAME}, {"name": name}, typed, seen)
        await commands.rename(runtime_of(request), here.seat, here.meeting, group, name, seen)
    except Asked as problem:
        return await asked(request, here, problem, typed)
    except (NotNow, Invalid) as problem:
        return await refused(request, here, problem)
    return back(request, here)


async def merge(request: Request) -> Response:
    """Merge an idea into another; an empty `into` undoes that."""
    here = await at_shown_idea(request)
    return await _merge(request, here, (await form_of(request)).get("into", ""))


async def _merge(request: Request, here: AtIdea, into: str) -> Response:
    try:
        await merging.merge_as(runtime_of(request), here.seat, here.idea, into)
    except NotNow as problem:
        return await refused(request, here, problem)
    return back(request, here, into or here.idea.public_id)


async def unlike(request: Request) -> Response:
    """Note that two ideas are not the same."""
    here = await at_shown_idea(request)
    other = (await form_of(request)).get("other", "")
    try:
        await commands.unlike(runtime_of(request), here.seat, here.meeting, here.idea, other)
    except NotNow as problem:
        return await refused(request, here, problem)
    return back(request, here)


routes = [
    Route("/ideas/{idea}/group", places),
    Route("/ideas/{idea}/group", move, methods=["POST"]),
    Route("/ideas/{idea}/merge", merge, methods=["POST"]),
    Route("/ideas/{idea}/unlike", unlike, methods=["POST"]),
    Route("/m/{meeting}/groups/{group}", rename, methods=["POST"]),
]
