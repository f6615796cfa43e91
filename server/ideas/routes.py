"""Writing, editing, withdrawing and taking in ideas."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.idea import Idea, Statement
from server.access import Here, at_idea, at_late_idea, at_meeting, parts_of
from server.errors import Invalid, NotFound, NotNow, Outdated
from server.forms import form_of, whole_number
from server.html import wants_fragments
from server.ideas import commands
from server.ideas.pages import poster_page, story_acts, story_page
from server.ideas.resembling import resembling
from server.ideas.revealing import show_ideas
from server.ideas.wording import Wording
from server.meetings.pages import own_fragments, room_page
from server.meetings.routes import at_desk, back_to_desk, back_to_room
from server.mine.pages import refused
from server.seats.from_mail import from_mail


def wording(typed: Mapping[str, str]) -> Wording:
    """The words of a form."""
    statement = typed.get("statement", "")
    return Wording(
        typed.get("title", "").strip(),
        typed.get("text", "").strip(),
        typed.get("theme", "").strip(),
        Statement(statement) if statement in set(Statement) else None,
    )


async def propose(request: Request) -> Response:
    """Write an idea. Sent again with the same key it is the same idea."""
    here = await at_meeting(request, request.path_params["meeting"])
    typed = dict(await form_of(request))
    key = typed.get("key", "")[:64] or typed.get("plain_key", "")[:64]
    try:
        idea = await commands.propose(parts_of(request), here.seat, here.the_meeting, key, wording(typed))
    except Invalid as problem:
        return await _not_sent(request, here, typed, problem)
    if not wants_fragments(request):
        return back_to_room(here, "?sent#mine")
    like = await resembling(parts_of(request).database, idea)
    return await own_fragments(request, here, ("write", "ideas/write.html"), sent=True, late=idea.late, like=like)


async def _not_sent(request: Request, here: Here, typed: dict[str, str], problem: Invalid) -> Response:
    told: dict[str, Any] = {
        "typed": typed,
        "wrong": problem.fields,
        "problem": problem.sentence,
        "late": False,
        "like": None,
    }
    if wants_fragments(request):
        return await own_fragments(request, here, ("write", "ideas/write.html"), status=problem.status, **told)
    return await room_page(request, here, status=problem.status, **told)


async def own_idea(request: Request) -> Here:
    """The visitor at an idea of their own; the ideas of others cannot be changed and are not there."""
    here = await at_idea(request, request.path_params["idea"])
    if here.idea is None or here.idea.seat_id != here.seat.id:
        raise NotFound
    return here


async def edit(request: Request) -> Response:
    """Change the words of one's own idea; when somebody was faster, both texts are shown and nothing is lost."""
    here = await own_idea(request)
    idea: Idea | None = here.idea
    assert idea is not None
    typed = dict(await form_of(request))
    told: dict[str, Any] = {}
    status = 200
    try:
        await commands.edit(
            parts_of(request), here.seat, here.the_meeting, idea, whole_number(typed, "version"), wording(typed)
        )
    except (Invalid, Outdated, NotNow) as problem:
        if typed.get("from") == "mine":
            return await refused(request, here, "edit", typed, problem)
        if isinstance(problem, NotNow):
            raise
        fields = problem.fields if isinstance(problem, Invalid) else {}
        status = problem.status
        told = {"editing": idea.public_id, "retyped": typed, "rewrong": fields, "reproblem": problem.sentence}
    if typed.get("from") == "mine" and not told:
        return RedirectResponse(f"/b/{here.board.public_id}/mine?done=edit#mine-{idea.public_id}", 303)
    if wants_fragments(request):
        return await own_fragments(request, here, status=status, **told)
    return await room_page(request, here, status=status, **told) if told else back_to_room(here, "#mine")


async def withdraw(request: Request) -> Response:
    """Take one's own idea back, in the room or from "Min idé"."""
    here, typed = await own_idea(request), await form_of(request)
    assert here.idea is not None
    try:
        await commands.withdraw(parts_of(request), here.seat, here.the_meeting, here.idea)
    except NotNow as problem:
        if typed.get("from") != "mine":
            raise
        return await refused(request, here, "withdraw", typed, problem)
    if typed.get("from") == "mine":
        return RedirectResponse(f"/b/{here.board.public_id}/mine?done=withdraw#mine-{here.idea.public_id}", 303)
    return await own_fragments(request, here) if wants_fragments(request) else back_to_room(here, "#mine")


async def admit(request: Request) -> Response:
    """The coordinator takes in an idea that came late, unread until it is shown to all."""
    here = await at_late_idea(request, request.path_params["idea"])
    assert here.idea is not None
    await commands.admit(parts_of(request), here.seat, here.the_meeting, here.idea)
    return back_to_desk(request, here)


async def reveal(request: Request) -> Response:
    """Show the next idea or the rest, or choose how they are shown."""
    here = await at_desk(request)
    typed = await form_of(request)
    seen = whole_number(typed, "waiting") if "waiting" in typed else None
    await show_ideas(parts_of(request), here.seat, here.the_meeting, typed.get("do", ""), seen)
    return back_to_desk(request, here)


@from_mail
async def story(request: Request) -> Response:
    """What became of an idea: for every seat of the board once it is shown, before that for its proposer."""
    here = await at_idea(request, request.path_params["idea"])
    return await story_page(request, here, asked="asked" in request.query_params)


async def poster(request: Request) -> Response:
    """The idea as a sheet to hang up."""
    return await poster_page(request, await at_idea(request, request.path_params["idea"]))


async def story_mine(request: Request) -> Response:
    """What a member of staff may do about it, as a fragment."""
    return await story_acts(request, await at_idea(request, request.path_params["idea"]))


routes = [
    Route("/ideas/{idea}", story),
    Route("/ideas/{idea}/poster", poster),
    Route("/ideas/{idea}/mine", story_mine),
    Route("/m/{meeting}/ideas", propose, methods=["POST"]),
    Route("/m/{meeting}/reveal", reveal, methods=["POST"]),
    Route("/ideas/{idea}", edit, methods=["POST"]),
    Route("/ideas/{idea}/withdrawal", withdraw, methods=["POST"]),
    Route("/ideas/{idea}/admission", admit, methods=["POST"]),
]
