"""The form with which a coordinator sets up a new meeting or changes a known one."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.meeting import Meeting
from server.core import clock
from server.core.access import Here, runtime_of
from server.core.errors import Invalid, NotNow
from server.meeting.meetings.setup import cancel_meeting, change_meeting, has_begun, last_meeting, make_meeting
from server.meeting.meetings.setup_form import blank, copied, form_context, refused, shown
from server.web.edit_conflicts import ChangedMeanwhile, told_of
from server.web.forms import form_of
from server.web.guards import AtMeeting, at_desk, at_own_board
from server.web.html import page


async def new(request: Request) -> Response:
    """The form for a new meeting. `copy` in the query string fills it in from the last one."""
    here = await at_own_board(request)
    async with runtime_of(request).database.snapshot() as session:
        last = await last_meeting(session, here.board)
    copying = "copy" in request.query_params and last is not None
    form = copied(last, clock.now()) if copying and last else blank(here.board.format, clock.now())
    return setup_page(request, here, form, None, last=last, copying=copying)


async def make(request: Request) -> Response:
    """Create the meeting."""
    here, typed = await at_own_board(request), dict(await form_of(request))
    try:
        meeting = await make_meeting(runtime_of(request), here.seat, typed, typed.get("key", ""))
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        return setup_page(
            request, here, {"key": typed.get("key", ""), **refused(typed, problem)}, None, **told_of(problem)
        )
    return RedirectResponse(f"/b/{here.board.public_id}?made={meeting.public_id}", 303)


async def setup(request: Request) -> Response:
    """The form for changing a meeting."""
    here = await at_desk(request)
    return await known_page(request, here, shown(here.meeting))


async def change(request: Request) -> Response:
    """Change the meeting."""
    here, typed = await at_desk(request), dict(await form_of(request))
    try:
        await change_meeting(runtime_of(request), here.seat, here.meeting, typed)
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        return await known_page(request, here, refused(typed, problem), **told_of(problem))
    return RedirectResponse(f"/b/{here.board.public_id}?saved", 303)


async def cancel(request: Request) -> Response:
    """Cancel the meeting."""
    here = await at_desk(request)
    await cancel_meeting(runtime_of(request), here.seat, here.meeting)
    return RedirectResponse(f"/b/{here.board.public_id}?saved", 303)


async def known_page(request: Request, here: AtMeeting, form: dict[str, str], **values: Any) -> Response:
    """The form for changing a meeting, with only the fields that can still be changed."""
    async with runtime_of(request).database.snapshot() as session:
        begun = await has_begun(session, here.meeting)
    return setup_page(request, here, form, here.meeting, begun=begun, **values)


def setup_page(
    request: Request, here: Here, form: dict[str, str], meeting: Meeting | None, *, status: int = 200, **values: Any
) -> Response:
    """The page with the form. `meeting` is None for a new one."""
    return page(
        request,
        "meeting/meetings/setup.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        meeting=meeting,
        **form_context(form, **values),
    )


routes = [
    Route("/b/{board}/meetings/new", new),
    Route("/b/{board}/meetings", make, methods=["POST"]),
    Route("/m/{meeting}/setup", setup),
    Route("/m/{meeting}/setup", change, methods=["POST"]),
    Route("/m/{meeting}/cancellation", cancel, methods=["POST"]),
]
