"""What a writer does about their own words that were looked at."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.idea import Idea
from server.core.access import runtime_of
from server.core.errors import Invalid, NotFound, NotNow, Outdated, Problem
from server.ideas.comments.commands import TEXT
from server.ideas.ideas.wording import FIELDS
from server.meeting.seats.pages import from_mail
from server.room.moderation import writers
from server.room.moderation.look_up import AtScreening, at_own_screening
from server.room.moderation.standing import load_standing
from server.web.forms import Typed, form_of, whole_number
from server.web.html import page
from server.web.individual_cases import ask_once


@from_mail
async def own(request: Request) -> Response:
    """How one's own words stand."""
    return await _own_page(request, await at_own_screening(request))


async def answer(request: Request) -> Response:
    """Say yes or no to other words."""
    here, typed = await at_own_screening(request), await form_of(request)
    do = writers.say_yes if typed["yes"] == "1" else writers.say_no
    try:
        await do(runtime_of(request), here.seat, here.screening, whole_number(typed, "version"))
    except (Outdated, NotNow) as problem:
        return await _own_page(request, await at_own_screening(request), status=problem.status, problem=problem)
    return await _back(here, typed)


async def words(request: Request) -> Response:
    """Write one's own words anew."""
    here, typed = await at_own_screening(request), await form_of(request)
    title, text = typed["title"].strip(), typed["text"].strip()
    is_idea = isinstance(here.words, Idea)
    fields = {"title": FIELDS["title"], "text": FIELDS["text"]} if is_idea else {"text": TEXT}
    before = f"{here.words.title}\n{here.words.text}" if isinstance(here.words, Idea) else here.words.text
    try:
        ask_once(fields, {"title": title, "text": text} if is_idea else {"text": text}, typed, before)
        await writers.rewrite(runtime_of(request), here.seat, here.screening, title, text)
    except (Invalid, NotNow) as problem:
        return await _own_page(request, here, status=problem.status, problem=problem, typed=typed)
    return await _back(here, typed)


async def _back(here: AtScreening, typed: Typed) -> Response:
    ident = here.words.public_id if isinstance(here.words, Idea) else ""
    place = {
        "mine": f"/b/{here.board.public_id}/mine#mine-{ident}",
        "room": f"/m/{here.meeting.public_id}" + (f"#mine-{ident}" if ident else "#my-comments"),
    }
    return RedirectResponse(place.get(typed["from"], f"/screenings/{here.screening.public_id}/mine"), 303)


async def _own_page(
    request: Request,
    here: AtScreening,
    *,
    status: int = 200,
    problem: Problem | None = None,
    typed: Typed | None = None,
) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        standing = await load_standing(session, here.seat, here.board)
    looked = standing.of(here.words.public_id)
    if looked is None:
        raise NotFound
    came: dict[str, Any] = {}
    if problem is not None and typed is not None:
        came = {"at": here.screening.public_id, "typed": typed, "wrong": getattr(problem, "fields", {})}
        came["problem"] = problem
    return page(
        request,
        "room/moderation/own_page.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        meeting=here.meeting,
        own_words=here.words,
        looked=looked,
        problem=problem if typed is None else None,
        came=came,
    )


routes = [
    Route("/screenings/{screening}/mine", own),
    Route("/screenings/{screening}/answer", answer, methods=["POST"]),
    Route("/screenings/{screening}/words", words, methods=["POST"]),
]
