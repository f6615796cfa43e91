"""The document: for those with a seat on the board, and for whoever was asked. The coordinator hands it over."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.board import Board
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.referral import Referral
from schemas.roles import Role
from server.core import clock
from server.core.access import language_of, runtime_of
from server.core.days import danish_day
from server.core.errors import Invalid, NotFound, NotNow
from server.core.translations import spoken_of
from server.meeting.meetings.queries import Room
from server.room.handing_over import commands
from server.room.handing_over.commands import Shown
from server.room.handing_over.document import document
from server.room.handing_over.queries import HandingOver, load_handing_over
from server.room.minutes.pdf import pdf_of
from server.web.forms import form_of
from server.web.guards import AtMeeting, at_desk, at_meeting
from server.web.guards_asked import at_referral
from server.web.html import page
from server.work.answers.standing import load_acts
from server.work.referrals.bodies import ANSWER_DAYS
from server.work.referrals.pages import opened
from server.work.referrals.sending import NotSeen
from server.work.referrals.together import together

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "shown": None}


def _hands_over(here: AtMeeting) -> AtMeeting:
    if Phase.HAND_OVER not in here.meeting.phases:
        raise NotFound
    return here


async def read(request: Request) -> Response:
    """The document, with the form that hands it over for the coordinator."""
    return await _page(request, _hands_over(await at_meeting(request)))


async def _page(request: Request, here: AtMeeting, *, status: int = 200, **extra: Any) -> Response:
    runs = here.seat.role is Role.COORDINATOR
    async with runtime_of(request).database.snapshot() as session:
        handed = await load_handing_over(session, Room(here.meeting, here.board))
        acts = await load_acts(session, here.board, here.seat, handed.unsent[0]) if runs and handed.unsent else None
    context = BLANK | {"view": handed, "document": document(handed, here.visitor.language), "runs": runs} | extra
    context |= {"units": acts.units if acts else [], "days": ANSWER_DAYS, "sends": bool(acts and acts.sends_on)}
    context |= {"at": f"/m/{here.meeting.public_id}", "done": "done" in request.query_params}
    visitor = here.visitor
    return page(
        request,
        "room/handing_over/page.html",
        language=visitor.language,
        person=visitor.person,
        status=status,
        meeting=here.meeting,
        **context,
    )


async def hand_over(request: Request) -> Response:
    """Show whom it goes to; once that has been seen, hand it over."""
    here, typed = _hands_over(await at_desk(request)), dict(await form_of(request))
    runtime, shown = runtime_of(request), None
    try:
        shown = await _look(request, here, typed)
        typed["reply_by"] = shown.day.isoformat()
        if "send" not in typed:
            return await _page(request, here, shown=shown, typed=typed)
        await commands.hand_over(runtime, here.seat, here.meeting, typed)
    except (Invalid, NotNow) as problem:
        fields = getattr(problem, "fields", {})
        seen = shown if isinstance(problem, NotSeen) else None
        refused = {"typed": typed, "wrong": fields, "problem": problem.sentence, "shown": seen}
        return await _page(request, here, status=problem.status, **refused)
    return RedirectResponse(f"/m/{here.meeting.public_id}/handover?done", 303)


async def _look(request: Request, here: AtMeeting, typed: dict[str, str]) -> Shown:
    runtime = runtime_of(request)
    async with runtime.database.snapshot() as session:
        room = Room(here.meeting, here.board)
        return (await commands.look(session, runtime.settings, room, typed, clock.now()))[1]


async def pdf(request: Request) -> Response:
    """The document as a PDF."""
    here = _hands_over(await at_meeting(request))
    return await _pdf(request, Room(here.meeting, here.board), here.visitor.language)


async def asked_pdf(request: Request) -> Response:
    """The same for whoever leads the unit that was asked."""
    at = await at_referral(request)
    return await _handed_pdf(request, at.referral, at.idea, at.board, at.visitor.language)


async def link_pdf(request: Request) -> Response:
    """The same by a link."""
    runtime = runtime_of(request)
    async with runtime.database.snapshot() as session:
        found = await opened(session, runtime.settings, request.path_params["token"])
    return await _handed_pdf(request, *found, language_of(request))


async def _handed_pdf(request: Request, referral: Referral, idea: Idea, board: Board, language: str) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        if not await together(session, referral, idea.meeting_id):
            raise NotFound
        meeting = await session.get_one(Meeting, idea.meeting_id)
    spoken_of.set(meeting.form.written)
    return await _pdf(request, Room(meeting, board), language)


async def _pdf(request: Request, room: Room, language: str) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        handed: HandingOver = await load_handing_over(session, room)
    made = await pdf_of(request, room.board.id, document(handed, language), language)
    name = f"dokument-{danish_day(room.meeting.starts_at).isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, media_type="application/pdf", headers=headers | {"X-Robots-Tag": "noindex, nofollow"})


routes = [
    Route("/m/{meeting}/handover", read),
    Route("/m/{meeting}/handover", hand_over, methods=["POST"]),
    Route("/m/{meeting}/handover.pdf", pdf),
    Route("/referrals/{referral}/document.pdf", asked_pdf),
    Route("/r/{token}/document.pdf", link_pdf),
]
