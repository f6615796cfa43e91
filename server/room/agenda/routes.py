"""The agenda: a page for everybody at the meeting, on which the coordinator sets it; and what was decided."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.roles import Role
from server.core.access import runtime_of
from server.core.days import danish_day
from server.core.errors import Invalid, NotAllowed, NotFound, NotNow
from server.ideas.ideas.wording import Wording
from server.live.audience import stands_for
from server.live.log import read_since
from server.meeting.meetings.pages import back_to_desk, desk_page
from server.room.agenda import commands
from server.room.agenda.document import document
from server.room.agenda.places import load_sides
from server.room.agenda.queries import load_agenda
from server.room.minutes.pdf import pdf_of
from server.web.forms import form_of
from server.web.guards import AtMeeting, at_desk, at_idea, at_meeting
from server.web.html import page, stream_of

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "at_form": ""}


def _with_agenda(here: AtMeeting) -> AtMeeting:
    if here.meeting.form.hands_in is None:
        raise NotFound
    return here


async def read(request: Request) -> Response:
    """The agenda, with the tools that set it for the coordinator."""
    return await _page(request, _with_agenda(await at_meeting(request)))


async def _page(request: Request, here: AtMeeting, *, status: int = 200, **extra: Any) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        agenda = await load_agenda(session, here.meeting.public_id)
        sides = await load_sides(session, here.meeting)
    context: dict[str, Any] = {"view": agenda, "state": sides, "role": stands_for(here.seat)}
    return page(
        request,
        "room/agenda/page.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        live=stream_of("agenda", here.meeting.public_id, at, here.seat.public_id),
        done=request.query_params.get("done", ""),
        **(BLANK | context | extra),
    )


async def arrange(request: Request) -> Response:
    """Put an item on the agenda, move it, take it off, say how long it takes; set the day; send the agenda."""
    here, typed = _with_agenda(await at_desk(request)), dict(await form_of(request))
    do = typed.get("do", "")
    try:
        await commands.arrange(runtime_of(request), here.seat, here.meeting, typed)
    except (Invalid, NotNow) as problem:
        return await _refused(request, here, typed, problem, f"{do}-{typed.get('idea', '')}")
    said = f"?done={do}" if do in {"tell", "deadline"} else ""
    where = f"#item-{typed.get('idea', '')}" if do in {"up", "down", "minutes", "take"} else ""
    return RedirectResponse(f"/m/{here.meeting.public_id}/agenda{said}{where}", 303)


async def _refused(
    request: Request, here: AtMeeting, typed: dict[str, str], problem: Invalid | NotNow, at_form: str
) -> Response:
    wrong = problem.fields if isinstance(problem, Invalid) else {}
    about = {"typed": typed, "wrong": wrong, "problem": problem.sentence, "at_form": at_form}
    return await _page(request, here, status=problem.status, **about)


async def write(request: Request) -> Response:
    """Write an item of the leaders', which is put on the agenda at once."""
    here, typed = _with_agenda(await at_desk(request)), dict(await form_of(request))
    key = typed.get("key", "")[:64] or typed.get("plain_key", "")[:64]
    try:
        words = Wording.read(typed).ask(typed)
        idea = await commands.write_item(runtime_of(request), here.seat, here.meeting, key, words)
    except (Invalid, NotNow) as problem:
        return await _refused(request, here, typed, problem, "write")
    return RedirectResponse(f"/m/{here.meeting.public_id}/agenda#item-{idea.public_id}", 303)


async def pdf(request: Request) -> Response:
    """The agenda as a PDF."""
    here = _with_agenda(await at_meeting(request))
    language = here.visitor.language
    async with runtime_of(request).database.snapshot() as session:
        agenda = await load_agenda(session, here.meeting.public_id)
        sides = await load_sides(session, here.meeting)
    paper = document(agenda, here.seat.role, language, sides)
    made = await pdf_of(request, here.board.id, paper, language)
    name = f"dagsorden-{danish_day(here.meeting.starts_at).isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, media_type="application/pdf", headers=headers | {"X-Robots-Tag": "noindex, nofollow"})


async def decide(request: Request) -> Response:
    """Write down what the meeting came to about an item."""
    here, typed = await at_idea(request), dict(await form_of(request))
    if here.seat.role is not Role.COORDINATOR:
        raise NotAllowed
    try:
        await commands.decide(runtime_of(request), here.seat, here.meeting, here.idea, typed)
    except (Invalid, NotNow) as problem:
        wrong = problem.fields if isinstance(problem, Invalid) else {}
        about = {"deciding": here.idea.public_id, "typed": typed, "wrong": wrong, "problem": problem.sentence}
        return await desk_page(request, here, status=problem.status, **about)
    return back_to_desk(request, here.meeting)


routes = [
    Route("/m/{meeting}/agenda", read),
    Route("/m/{meeting}/agenda", arrange, methods=["POST"]),
    Route("/m/{meeting}/agenda/items", write, methods=["POST"]),
    Route("/m/{meeting}/agenda.pdf", pdf),
    Route("/ideas/{idea}/decision", decide, methods=["POST"]),
]
