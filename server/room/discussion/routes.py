"""What the coordinator does while the room talks, and a member's asking to speak."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.consultation import Consultation
from schemas.idea import Idea
from schemas.roles import Role
from server.core.access import runtime_of
from server.core.errors import Invalid, NotAllowed, Outdated
from server.ideas.ideas.pages import story_page
from server.meeting.meetings.pages import back_to_desk, back_to_room, desk_page, own_fragments
from server.room.discussion import notes
from server.room.discussion.focus import move_focus
from server.room.discussion.queue import give_word, raise_hand
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_desk, at_idea, at_meeting
from server.web.html import fragments, wants_fragments
from server.work.consultations.look_up import at_case

Refused = Callable[..., Awaitable[Response]]
"""The page that shows a form again."""


async def focus(request: Request) -> Response:
    """Put an idea or a case in focus, or nothing."""
    here = await at_desk(request)
    typed = await form_of(request)
    await move_focus(runtime_of(request), here.seat, here.meeting, typed.get("about", ""))
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
    """Note down what was said about an idea."""
    here = await at_idea(request)
    return await _note(request, here, here.idea, partial(story_page, request, here))


async def case_note(request: Request) -> Response:
    """Note down what was said about a case."""
    here = await at_case(request)
    if here.seat.role is not Role.COORDINATOR:
        raise NotAllowed
    return await _note(request, here, here.case, partial(desk_page, request, here))


async def _note(request: Request, here: AtMeeting, about: Idea | Consultation, page: Refused) -> Response:
    """If another coordinator was faster, both texts are shown and nothing is lost."""
    typed = await form_of(request)
    text, warned = typed.get("text", "").strip(), typed.get("warned", "")
    noting: dict[str, Any] = {"typed": None, "wrong": {}, "problem": "", "saved": False, "noted": None}
    status = 200
    try:
        version = whole_number(typed, "version", 0)
        noting["noted"] = await notes.write_note(
            runtime_of(request), here.seat, here.meeting, about, version, text, warned, typed.get("asked", "")
        )
        noting["saved"] = True
    except (Invalid, Outdated) as problem:
        status, noting["typed"], noting["problem"] = problem.status, typed, problem.sentence
        noting["wrong"] = problem.fields if isinstance(problem, Invalid) else {}
        noting["noted"] = problem.theirs if isinstance(problem, Outdated) else None
    if wants_fragments(request):
        form, at = (f"note-{about.public_id}", "room/discussion/note_form.html"), here.meeting.public_id
        return fragments(here.visitor.language, form, status=status, about=about, at_meeting=at, noting=noting)
    if status != 200:
        return await page(status=status, noting=noting)
    return RedirectResponse(f"/m/{here.meeting.public_id}/desk", 303)


routes = [
    Route("/m/{meeting}/focus", focus, methods=["POST"]),
    Route("/m/{meeting}/hand", hand, methods=["POST"]),
    Route("/m/{meeting}/queue", queue, methods=["POST"]),
    Route("/ideas/{idea}/note", note, methods=["POST"]),
    Route("/m/{meeting}/consultations/{consultation}/note", case_note, methods=["POST"]),
]
