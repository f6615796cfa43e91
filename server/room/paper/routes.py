"""Entering what came in on paper, and printing cards and slips. All of it works without scripts."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow, Outdated
from server.ideas.ideas.wording import Wording
from server.meeting.seats.tables import read_table
from server.room.paper import ideas, slips
from server.room.paper.queries import load_paper, load_slip, shown_ideas
from server.room.paper.scribe import on_paper, role_on_paper
from server.room.votes.ballot import given_dots
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_paper, at_paper_idea, at_paper_round
from server.web.html import fragments, page, wants_fragments
from server.web.individual_cases import TOLD

PER_SHEET = (4, 8)


async def paper(request: Request) -> Response:
    """The page where a scribe enters ideas and slips for people without a phone."""
    saved = request.query_params.get("slip", "")
    return await paper_page(
        request, await at_paper(request), saved=saved if saved.isdigit() else "", kept="idea" in request.query_params
    )


BLANK: dict[str, Any] = (
    {name: {} for name in ("typed", "wrong", "slip", "retyped", "rewrong")}
    | dict.fromkeys(("problem", "slip_problem", "reproblem"))
    | {"saved": "", "kept": False, "editing": ""}
)
"""The context of a page on which nothing has been typed and nothing has gone wrong."""


async def paper_page(request: Request, here: AtMeeting, *, status: int = 200, **extra: Any) -> Response:
    """The page, with forms that were refused filled in again."""
    return page(
        request,
        "room/paper/enter.html",
        person=here.visitor.person,
        **await _view(request, here, status),
        **BLANK | extra,
    )


async def _view(request: Request, here: AtMeeting, status: int) -> dict[str, Any]:
    async with runtime_of(request).database.snapshot() as session:
        view = await load_paper(session, here.seat, here.meeting)
    context = {"view": view, "meeting": here.meeting, "board": here.board, "roles": on_paper(here.meeting.form)}
    return context | {"status": status, "language": here.visitor.language, "leads": here.seat.staff}


async def propose(request: Request) -> Response:
    """Write down an idea for somebody. Sent again with the same key it is the same idea."""
    here, typed = await at_paper(request), dict(await form_of(request))
    key = typed.get("key", "")[:64] or typed.get("plain_key", "")[:64]
    try:
        role = role_on_paper(here.meeting.form, typed.get("role", ""))
        table_no = read_table(here.meeting, typed.get("table", ""))
        words = Wording.read(typed).ask(typed, says=TOLD)
        await ideas.propose(runtime_of(request), here.seat, here.meeting, key, words, role, table_no)
    except (Invalid, NotNow) as problem:
        extra = {"typed": typed, "wrong": getattr(problem, "fields", {}), "problem": problem}
        if not wants_fragments(request):
            return await paper_page(request, here, status=problem.status, **extra)
        view = await _view(request, here, problem.status)
        return fragments(
            view.pop("language"), (f"paper-{here.meeting.public_id}", "room/paper/idea.html"), **view, **BLANK | extra
        )
    return _back(here, "?idea#own")


async def correct(request: Request) -> Response:
    """Correct an idea that the scribe wrote down."""
    here, typed = await at_paper_idea(request), dict(await form_of(request))
    try:
        role, version = role_on_paper(here.meeting.form, typed.get("role", "")), whole_number(typed, "version")
        words = Wording.read(typed).ask(typed, here.idea, TOLD)
        await ideas.correct(runtime_of(request), here.seat, here.meeting, here.idea, version, words, role)
    except (Invalid, Outdated, NotNow) as problem:
        extra = {"editing": here.idea.public_id, "retyped": typed, "rewrong": getattr(problem, "fields", {})}
        return await paper_page(request, here, status=problem.status, reproblem=problem, **extra)
    return _back(here, "#own")


async def enter(request: Request) -> Response:
    """Enter a whole slip; the form is then blank for the next one."""
    here, typed = await at_paper_round(request), dict(await form_of(request))
    try:
        dots, role = given_dots(typed), role_on_paper(here.meeting.form, typed.get("role", ""))
        key = typed.get("form", "")[:64]
        number = await slips.enter(runtime_of(request), here.seat, here.meeting, here.round, key, role, dots)
    except (Invalid, NotNow) as problem:
        return await paper_page(request, here, status=problem.status, slip=typed, slip_problem=problem)
    return _back(here, f"?slip={number}#slip")


async def take_out(request: Request) -> Response:
    """Take a slip out, so that it can be entered again."""
    here = await at_paper_round(request)
    number = whole_number(dict(request.path_params), "slip")
    await slips.take_out(runtime_of(request), here.seat, here.meeting, here.round, number)
    return _back(here, "#slips")


def _back(here: AtMeeting, where: str) -> Response:
    return RedirectResponse(f"/m/{here.meeting.public_id}/paper{where}", 303)


async def cards(request: Request) -> Response:
    """The ideas as cards, to print and lay on the table."""
    here = await at_paper(request)
    asked = request.query_params.get("per", "")
    per = int(asked) if asked in {str(number) for number in PER_SHEET} else PER_SHEET[0]
    async with runtime_of(request).database.snapshot() as session:
        shown = await shown_ideas(session, here.meeting)
    return _to_print(request, here, "room/paper/cards.html", ideas=shown, per=per, sizes=PER_SHEET)


async def empty_slips(request: Request) -> Response:
    """Blank slips to print, with the ideas that are being voted on."""
    here = await at_paper(request)
    async with runtime_of(request).database.snapshot() as session:
        round_, voted = await load_slip(session, here.meeting)
    shown = {"ideas": voted, "rules": round_ or here.meeting, "roles": on_paper(here.meeting.form)}
    return _to_print(request, here, "room/paper/slips.html", **shown)


def _to_print(request: Request, here: AtMeeting, template: str, **values: Any) -> Response:
    values |= {"meeting": here.meeting, "board": here.board}
    visitor = here.visitor
    return page(request, template, language=visitor.language, person=visitor.person, **values)


routes = [
    Route("/m/{meeting}/paper", paper),
    Route("/m/{meeting}/paper/ideas", propose, methods=["POST"]),
    Route("/m/{meeting}/paper/cards", cards),
    Route("/m/{meeting}/paper/slips", empty_slips),
    Route("/ideas/{idea}/paper", correct, methods=["POST"]),
    Route("/rounds/{round}/slips", enter, methods=["POST"]),
    Route("/rounds/{round}/slips/{slip}/removal", take_out, methods=["POST"]),
]
