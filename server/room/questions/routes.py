"""The rules for questions and who asks, "Jeg vil også vide det", and what the coordinator does with the queue."""

from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.idea import Idea
from schemas.question_clauses import lapses_from
from schemas.question_rules import DEFAULT_RULES, QUESTION_RULES, lines_of, rules_named, rules_of
from schemas.question_time import Asker
from schemas.roles import Role
from server.core.access import runtime_of
from server.core.errors import Invalid, NotFound, NotNow
from server.meeting.meetings.pages import back_to_desk, back_to_room, desk_page, own_fragments, read_room, room_page
from server.meeting.meetings.state import load_desk_state
from server.room.questions import asking, calling, setting, supporting
from server.web.forms import form_of
from server.web.guards import AtMeeting, at_desk, at_meeting
from server.web.html import fragments, page, wants_fragments

ASKING = ("asking", "room/questions/mine.html")


def _queues(here: AtMeeting) -> AtMeeting:
    if not here.meeting.form.queues:
        raise NotFound
    return here


async def rules(request: Request) -> Response:
    """The board's rules for questions, numbered; a coordinator chooses them here."""
    return await _rules(request, _queues(await at_meeting(request)))


async def _rules(request: Request, here: AtMeeting, *, status: int = 200, **extra: Any) -> Response:
    runs = here.seat.role is Role.COORDINATOR
    stored = setting.as_fields(here.meeting, here.board.question_rules or DEFAULT_RULES, here.board.election_on)
    known = {"typed": stored, "wrong": {}, "problem": "", "saved": "saved" in request.query_params}
    return page(
        request,
        "room/questions/rules.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        meeting=here.meeting,
        board=here.board,
        lines=rules_of(here.board),
        sets=[(name, each.name, lines_of(each)) for name, each in QUESTION_RULES.items()],
        runs=runs,
        shut_from=lapses_from(rules_named(here.board.question_rules), here.board.election_on),
        **(known | extra),
    )


async def set_rules(request: Request) -> Response:
    """Choose the rules, the day of the election, and where the meeting can be seen."""
    here, typed = _queues(await at_desk(request)), dict(await form_of(request))
    try:
        await setting.set_rules(runtime_of(request), here.seat, here.meeting, typed)
    except Invalid as problem:
        refused = {"typed": typed, "wrong": problem.fields, "problem": problem.sentence}
        return await _rules(request, here, status=problem.status, **refused)
    return RedirectResponse(f"/m/{here.meeting.public_id}/questions?saved", 303)


async def askers(request: Request) -> Response:
    """Who asks, and where they live, for coordinators: the room never reads it."""
    here = _queues(await at_desk(request))
    async with runtime_of(request).database.snapshot() as session:
        query = select(Asker, Idea.number, Idea.title).join(Idea, col(Idea.seat_id) == Asker.seat_id)
        asked = query.where(Idea.meeting_id == here.meeting.id, col(Idea.on_paper).is_(False))
        found = (await session.execute(asked.where(col(Idea.number).is_not(None)).order_by(col(Idea.number)))).all()
    return page(
        request,
        "room/questions/askers.html",
        language=here.visitor.language,
        person=here.visitor.person,
        meeting=here.meeting,
        board=here.board,
        askers=[each for each in found if each.Asker.name or each.Asker.address],
    )


async def asker(request: Request) -> Response:
    """What whoever asks says of themselves."""
    here, typed = _queues(await at_meeting(request)), dict(await form_of(request))
    try:
        await asking.say_who(runtime_of(request), here.seat, here.meeting, typed)
    except Invalid as problem:
        refused: dict[str, Any] = {"who_typed": typed, "who_wrong": problem.fields, "who_problem": problem.sentence}
        if wants_fragments(request):
            return await own_fragments(request, here, only=["asking"], status=problem.status, **refused)
        return await room_page(request, here, status=problem.status, **refused)
    if wants_fragments(request):
        return await own_fragments(request, here, only=["asking"])
    return back_to_room(here.meeting, "#write")


async def support(request: Request) -> Response:
    """ "Jeg vil også vide det", or no longer."""
    here, typed = _queues(await at_meeting(request)), await form_of(request)
    wants = typed.get("wants") == "1"
    await supporting.support(runtime_of(request), here.seat, here.meeting, typed.get("question", ""), wants=wants)
    if wants_fragments(request):
        return await own_fragments(request, here, only=["asking"])
    return back_to_room(here.meeting, "#asking")


async def call(request: Request) -> Response:
    """Call up the next question, or another."""
    here, typed = _queues(await at_desk(request)), await form_of(request)
    await calling.call(runtime_of(request), here.seat, here.meeting, typed.get("question", ""))
    return back_to_desk(request, here.meeting)


async def settle(request: Request) -> Response:
    """What became of a question. What was typed stays if it is refused."""
    here, typed = _queues(await at_desk(request)), dict(await form_of(request))
    try:
        await calling.settle(runtime_of(request), here.seat, here.meeting, typed)
    except (Invalid, NotNow) as problem:
        if wants_fragments(request) and not isinstance(problem, Invalid):
            raise
        told = {"settle_typed": typed, "settle_wrong": getattr(problem, "fields", {})}
        told["settle_problem"] = problem.sentence
        again = _tools if wants_fragments(request) else desk_page
        return await again(request, here, status=problem.status, **told)
    if wants_fragments(request):
        return await _tools(request, here)
    return back_to_desk(request, here.meeting)


async def _tools(request: Request, here: AtMeeting, *, status: int = 200, **told: Any) -> Response:
    # By the stream alone, a form would stay as one with unsent words.
    parts = (("tools", "meeting/meetings/tools.html"), ("next", "meeting/meetings/next.html"))
    context = await read_room(request, here, load_desk_state)
    return fragments(here.visitor.language, *parts, status=status, **(context | told))


routes = [
    Route("/m/{meeting}/questions", rules),
    Route("/m/{meeting}/questions", set_rules, methods=["POST"]),
    Route("/m/{meeting}/askers", askers),
    Route("/m/{meeting}/asker", asker, methods=["POST"]),
    Route("/m/{meeting}/support", support, methods=["POST"]),
    Route("/m/{meeting}/questions/call", call, methods=["POST"]),
    Route("/m/{meeting}/questions/outcome", settle, methods=["POST"]),
]
