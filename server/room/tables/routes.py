"""Sitting down, choosing what the table shows, asking for help; and the cards that lie on the tables."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.seat import Seat
from server.core.access import look_up, runtime_of
from server.core.errors import Invalid, NotAllowed, NotFound, NotNow
from server.meeting.meetings.pages import back_to_desk, own_fragments, room_page
from server.room.tables import commands
from server.web.forms import form_of
from server.web.guards import AtMeeting, at_desk, at_meeting
from server.web.html import page, wants_fragments
from server.web.qr import qr_svg

OWN = ("table-where", "table")


async def sit_down(request: Request) -> Response:
    """Say at which table one sits."""
    here, typed = await at_meeting(request), dict(await form_of(request))
    try:
        await commands.sit_down(runtime_of(request), here.seat, here.meeting, typed.get("table", ""))
    except Invalid as problem:
        return await _again(request, here, problem, table_wrong=problem.fields)
    return await _done(request, here)


async def choose(request: Request) -> Response:
    """ "Dette vil vi vise alle", or not after all."""
    here, typed = await at_meeting(request), dict(await form_of(request))
    try:
        show = typed.get("show") == "1"
        await commands.choose(runtime_of(request), here.seat, here.meeting, typed.get("idea", ""), show=show)
    except (NotNow, NotAllowed) as problem:
        return await _again(request, here, problem, table_problem=problem)
    return await _done(request, here)


async def ask_for_help(request: Request) -> Response:
    """Ask the coordinator to come, or no longer."""
    here, typed = await at_meeting(request), dict(await form_of(request))
    await commands.ask_for_help(runtime_of(request), here.seat, here.meeting, asks=typed.get("ask") == "1")
    return await _done(request, here)


async def been_there(request: Request) -> Response:
    """The coordinator has been at a table."""
    here, typed = await at_desk(request), await form_of(request)
    await commands.been_there(runtime_of(request), here.seat, here.meeting, typed.get("table", ""))
    return back_to_desk(request, here.meeting)


async def seat_somebody(request: Request) -> Response:
    """The coordinator sets somebody down at a table."""
    here, typed = await at_desk(request), await form_of(request)
    other, _ = await look_up(request, Seat, typed.get("seat", ""))
    await commands.seat_somebody(runtime_of(request), here.seat, here.meeting, other, typed.get("table", ""))
    return back_to_desk(request, here.meeting)


async def cards(request: Request) -> Response:
    """A card for each table, to print: its number, and a QR code that seats whoever scans it there."""
    here = await at_desk(request)
    if not here.meeting.form.tables:
        raise NotFound
    link = f"{runtime_of(request).settings.public_url}/j/{here.meeting.join_token}?table="
    tables = [(number, qr_svg(f"{link}{number}")) for number in range(1, here.meeting.tables + 1)]
    visitor = here.visitor
    values: dict[str, Any] = {"meeting": here.meeting, "board": here.board, "tables": tables}
    return page(request, "room/tables/cards.html", language=visitor.language, person=visitor.person, **values)


async def _done(request: Request, here: AtMeeting) -> Response:
    if wants_fragments(request):
        return await own_fragments(request, here, only=OWN)
    return RedirectResponse(f"/m/{here.meeting.public_id}#table", 303)


async def _again(request: Request, here: AtMeeting, problem: Invalid | NotNow | NotAllowed, **values: Any) -> Response:
    if wants_fragments(request):
        return await own_fragments(request, here, only=OWN, status=problem.status, **values)
    return await room_page(request, here, status=problem.status, **values)


routes = [
    Route("/m/{meeting}/table", sit_down, methods=["POST"]),
    Route("/m/{meeting}/table/ideas", choose, methods=["POST"]),
    Route("/m/{meeting}/table/help", ask_for_help, methods=["POST"]),
    Route("/m/{meeting}/tables/help", been_there, methods=["POST"]),
    Route("/m/{meeting}/tables/seats", seat_somebody, methods=["POST"]),
    Route("/m/{meeting}/tables/cards", cards),
]
