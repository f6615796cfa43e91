"""Writing ideas, showing them, admitting late ones, and the story of each."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid
from server.ideas.ideas import commands
from server.ideas.ideas.pages import poster_page, story_own, story_page
from server.ideas.ideas.resembling import resembling
from server.ideas.ideas.revealing import show_ideas
from server.ideas.ideas.wording import OPEN_WORDS, Wording
from server.meeting.meetings.pages import back_to_desk, back_to_room, own_fragments, room_page
from server.meeting.seats.pages import from_mail
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_desk, at_idea, at_late_idea, at_meeting, at_readable_idea
from server.web.html import wants_fragments

WRITE = ("write", "ideas/ideas/write.html")


async def propose(request: Request) -> Response:
    """Write an idea. Sent again with the same key, it is the same idea. If it is refused, the form keeps the words."""
    here = await at_meeting(request)
    typed = dict(await form_of(request))
    key = typed.get("key", "")[:64] or typed.get("plain_key", "")[:64]
    try:
        words, yes = Wording.read(typed).ask(typed), typed.get(OPEN_WORDS) == "1"
        idea = await commands.propose(runtime_of(request), here.seat, here.meeting, key, words, open_words=yes)
    except Invalid as problem:
        return await _not_sent(request, here, typed, problem)
    if not wants_fragments(request):
        return back_to_room(here.meeting, "?sent#write")
    like = await resembling(runtime_of(request).database, idea)
    return await own_fragments(request, here, WRITE, only=["mine"], sent=True, late=idea.late, like=like)


async def _not_sent(request: Request, here: AtMeeting, typed: dict[str, str], problem: Invalid) -> Response:
    values: dict[str, Any] = {
        "typed": typed,
        "wrong": problem.fields,
        "problem": problem.sentence,
        "late": False,
        "like": None,
    }
    if wants_fragments(request):
        return await own_fragments(request, here, WRITE, only=[], status=problem.status, **values)
    return await room_page(request, here, status=problem.status, **values)


async def admit(request: Request) -> Response:
    """Admit an idea that came late. The coordinator cannot read it before it is shown to everyone."""
    here = await at_late_idea(request)
    await commands.admit(runtime_of(request), here.seat, here.meeting, here.idea)
    return back_to_desk(request, here.meeting)


async def reveal(request: Request) -> Response:
    """Show the next idea or the rest, or choose how they are shown."""
    here = await at_desk(request)
    typed = await form_of(request)
    seen = whole_number(typed, "waiting") if "waiting" in typed else None
    await show_ideas(runtime_of(request), here.seat, here.meeting, typed.get("do", ""), seen)
    return back_to_desk(request, here.meeting)


@from_mail
async def story(request: Request) -> Response:
    """The story of an idea: for every seat on the board once the idea is shown, before that only for its proposer."""
    return await story_page(request, await at_readable_idea(request))


async def poster(request: Request) -> Response:
    """The idea as a poster to hang up."""
    return await poster_page(request, await at_idea(request))


async def story_mine(request: Request) -> Response:
    """The visitor's own elements on the story's page, such as what staff may do about the idea, as fragments."""
    return await story_own(request, await at_idea(request))


routes = [
    Route("/ideas/{idea}", story),
    Route("/ideas/{idea}/poster", poster),
    Route("/ideas/{idea}/mine", story_mine),
    Route("/m/{meeting}/ideas", propose, methods=["POST"]),
    Route("/m/{meeting}/reveal", reveal, methods=["POST"]),
    Route("/ideas/{idea}/admission", admit, methods=["POST"]),
]
