"""What the coordinator does with one seat: rename it, correct its role, make it a scribe, end its return code, remove
it; and what its own person says of a corrected role."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow
from server.meeting.meetings.pages import back_to_desk, back_to_room
from server.meeting.seats import commands, returning, roles
from server.web.forms import form_of
from server.web.guards import AtSeat, at_meeting, at_member, at_seat
from server.web.html import page, wants_fragments


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
    async with runtime_of(request).database.snapshot() as session:
        fixed = await roles.why_not(session, here.other)
        known = await roles.roles_of(session, here.other)
    return page(
        request,
        "meeting/seats/change.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        meeting=meeting,
        seat=here.other,
        roles=known,
        fixed=fixed,
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


async def role(request: Request) -> Response:
    """Correct the role that the member came with."""
    here = await at_member(request)
    wanted = (await form_of(request)).get("role", "")
    try:
        await roles.correct_role(runtime_of(request), here.seat, here.other, wanted)
    except (Invalid, NotNow) as problem:
        wrong = problem.fields if isinstance(problem, Invalid) else {"role": problem.sentence}
        return await seat_page(request, here, status=problem.status, wrong=wrong)
    return RedirectResponse(f"/seats/{here.other.public_id}", 303)


async def own_role(request: Request) -> Response:
    """Say whether one's role was corrected rightly."""
    here = await at_meeting(request)
    fits = (await form_of(request)).get("fits") == "1"
    await roles.answer_correction(runtime_of(request), here.seat, fits=fits)
    return back_to_room(here.meeting)


async def scribe(request: Request) -> Response:
    """Let the member write for others, or end that."""
    here = await at_member(request)
    is_one = (await form_of(request)).get("scribe") == "1"
    await commands.make_scribe(runtime_of(request), here.seat, here.other, scribe=is_one)
    if wants_fragments(request):
        return Response(status_code=204)  # from the desk, whose list follows
    return RedirectResponse(f"/seats/{here.other.public_id}", 303)


async def moderator(request: Request) -> Response:
    """Let the member look at what others write, or end that."""
    here = await at_member(request)
    is_one = (await form_of(request)).get("moderates") == "1"
    await commands.make_moderator(runtime_of(request), here.seat, here.other, moderates=is_one)
    return RedirectResponse(f"/seats/{here.other.public_id}", 303)


routes = [
    Route("/seats/{seat}", seat),
    Route("/seats/{seat}/name", rename, methods=["POST"]),
    Route("/seats/{seat}/role", role, methods=["POST"]),
    Route("/m/{meeting}/role", own_role, methods=["POST"]),
    Route("/seats/{seat}/scribe", scribe, methods=["POST"]),
    Route("/seats/{seat}/moderator", moderator, methods=["POST"]),
    Route("/seats/{seat}/removal", remove, methods=["POST"]),
    Route("/seats/{seat}/code-end", end_code, methods=["POST"]),
]
