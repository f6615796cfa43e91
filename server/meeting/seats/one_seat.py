"""What the coordinator does with one seat: rename it, make it a scribe, end its return code, remove it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid
from server.meeting.meetings.pages import back_to_desk
from server.meeting.seats import commands, returning
from server.web.forms import form_of
from server.web.guards import AtSeat, at_member, at_seat
from server.web.html import page


async def remove(request: Request) -> Response:
    """Remove the seat."""
    here = await at_seat(request)
    await commands.remove(runtime_of(request), here.seat, here.other)
    meeting = await commands.meeting_of_seat(runtime_of(request), here.other)
    return back_to_desk(request, meeting) if meeting else RedirectResponse("/boards", 303)


async def end_code(request: Request) -> Response:
    """End the seat's return code, which not even the coordinator can read."""
    here = await at_seat(request)
    await returning.end_return_code(runtime_of(request), here.seat, here.other)
    meeting = await commands.meeting_of_seat(runtime_of(request), here.other)
    return back_to_desk(request, meeting) if meeting else RedirectResponse("/boards", 303)


async def seat(request: Request) -> Response:
    """The page with what the coordinator can change about the seat."""
    return await seat_page(request, await at_member(request))


async def seat_page(request: Request, here: AtSeat, *, status: int = 200, **values: Any) -> Response:
    """The same page; `typed` and `wrong` refill the form if the name was refused."""
    meeting = await commands.meeting_of_seat(runtime_of(request), here.other)
    return page(
        request,
        "meeting/seats/change.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        meeting=meeting,
        seat=here.other,
        **({"typed": here.other.name, "wrong": {}} | values),
    )


async def rename(request: Request) -> Response:
    """Give the seat another name."""
    here = await at_member(request)
    name = (await form_of(request)).get("name", "").strip()
    try:
        await commands.rename(runtime_of(request), here.seat, here.other, name)
    except Invalid as problem:
        return await seat_page(request, here, status=problem.status, typed=name, wrong=problem.fields)
    return RedirectResponse(f"/seats/{here.other.public_id}", 303)


async def scribe(request: Request) -> Response:
    """Let the member write for others, or end that."""
    here = await at_member(request)
    is_one = (await form_of(request)).get("scribe") == "1"
    await commands.make_scribe(runtime_of(request), here.seat, here.other, scribe=is_one)
    return RedirectResponse(f"/seats/{here.other.public_id}", 303)


routes = [
    Route("/seats/{seat}", seat),
    Route("/seats/{seat}/name", rename, methods=["POST"]),
    Route("/seats/{seat}/scribe", scribe, methods=["POST"]),
    Route("/seats/{seat}/removal", remove, methods=["POST"]),
    Route("/seats/{seat}/code-end", end_code, methods=["POST"]),
]
