"""What the coordinator does while the room talks, and a member's asking to speak."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, Outdated
from server.ideas.ideas.pages import story_page
from server.meeting.meetings.pages import back_to_desk, back_to_room, own_fragments
from server.room.discussion import notes
from server.room.discussion.focus import move_focus
from server.room.discussion.queue import give_word, raise_hand
from server.web.forms import form_of, whole_number
from server.web.guards import at_desk, at_idea, at_meeting
from server.web.html import fragments, wants_fragments


async def focus(request: Request) -> Response:
    """Put an idea in focus, or none."""
    here = await at_desk(request)
    typed = await form_of(request)
    await move_focus(runtime_of(request), here.seat, here.meeting, typed.get("idea", ""))
    return back_to_desk(request, here.meeting)


async def hand(request: Request) -> Response:
    """ "Jeg vil gerne sige noget", or taking that back."""
    here = await at_meeting(request)
    typed = await form_of(request)
    await raise_hand(runtime_of(request), here.seat, here.meeting, up=typed.get("up") == "1")
    if wants_fragments(request):
        return await own_fragments(request, here, only=["hand"])
    return back_to_room(here.meeting, "#queue")


async def queue(request: Request) -> Response:
    """Give somebody the floor, or note that they have spoken."""
    here = await at_desk(request)
    typed = await form_of(request)
    spoken = typed.get("do") == "spoken"
    await give_word(runtime_of(request), here.seat, here.meeting, typed.get("hand", ""), spoken=spoken)
    return back_to_desk(request, here.meeting)


async def note(request: Request) -> Response:
    """Note down what was said. If another coordinator was faster, both texts are shown and nothing is lost."""
    here = await at_idea(request)
    idea, typed = here.idea, await form_of(request)
    text, warned = typed.get("text", "").strip(), typed.get("warned", "")
    noting: dict[str, Any] = {"typed": None, "wrong": {}, "problem": "", "saved": False, "noted": None}
    status = 200
    try:
        version = whole_number(typed, "version", 0)
        noting["noted"] = await notes.write_note(
            runtime_of(request), here.seat, here.meeting, idea, version, text, warned, typed.get("asked", "")
        )
        noting["saved"] = True
    except (Invalid, Outdated) as problem:
        status, noting["typed"], noting["problem"] = problem.status, typed, problem.sentence
        noting["wrong"] = problem.fields if isinstance(problem, Invalid) else {}
        noting["noted"] = problem.theirs if isinstance(problem, Outdated) else None
    if wants_fragments(request):
        form = (f"note-{idea.public_id}", "room/discussion/note_form.html")
        return fragments(here.visitor.language, form, status=status, about=idea, noting=noting)
    if status != 200:
        return await story_page(request, here, status=status, noting=noting)
    return RedirectResponse(f"/m/{here.meeting.public_id}/desk", 303)


routes = [
    Route("/m/{meeting}/focus", focus, methods=["POST"]),
    Route("/m/{meeting}/hand", hand, methods=["POST"]),
    Route("/m/{meeting}/queue", queue, methods=["POST"]),
    Route("/ideas/{idea}/note", note, methods=["POST"]),
]
