"""A member's room, as a page and as personal fragments, and the coordinator's desk. Used by every route that responds
with one of them."""

from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from schemas.meeting import Meeting
from server.core.access import runtime_of
from server.core.attending import looks_early
from server.live.audience import stands_for
from server.live.frames import Position
from server.live.log import read_since
from server.live.parts import drawing
from server.meeting.meetings.own import Own
from server.meeting.meetings.phases import Elements, every_part, part_of
from server.meeting.meetings.queries import Room, load_room
from server.meeting.meetings.state import RoomState, load_desk_state, load_room_state
from server.meeting.seats.returning import used_elsewhere
from server.web.guards import AtMeeting
from server.web.html import page, render, stream_of, swapped, wants_fragments
from server.web.qr import qr_svg

Load = Callable[[AsyncSession, Room], Awaitable[RoomState]]
BLANK: dict[str, Any] = {
    "wrong": {},
    "problem": "",
    "sent": False,
    "late": False,
    "like": None,
    "code": "",
    "code_used": None,
    "editing": "",
    "retyped": {},
    "rewrong": {},
    "reproblem": "",
    "ballot_problem": None,
    "kept": None,
    "group_problem": None,
}
"""The template's variables when nothing was typed and nothing went wrong."""


async def read_room(request: Request, here: AtMeeting, load_state: Load = load_room_state) -> dict[str, Any]:
    """The whole context of the room's templates, read in one snapshot together with the position in the log (`at`)."""
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        known = await _known(session, here, load_state)
        for parts in filter(None, (known["view"], known["state"], known["own"])):
            await parts.need(session, parts.names)
    return known | {"at": at}


async def _known(session: AsyncSession, here: AtMeeting, load_state: Load = load_room_state) -> dict[str, Any]:
    """The context of the room's templates, whose parts are read when they are asked for."""
    view = await load_room(session, here.meeting.public_id)
    known: dict[str, Any] = {"view": view, "own": None, "role": stands_for(here.seat)}
    if load_state is load_room_state:
        return known | {"own": Own(here.seat, view), "state": await load_room_state(session, view, here.seat.id)}
    return known | {"state": await load_state(session, view)}


async def room_page(
    request: Request, here: AtMeeting, *, status: int = 200, typed: dict[str, str] | None = None, **more: Any
) -> HTMLResponse:
    """The member's room. `typed` and `wrong` refill the form for an idea."""
    context = await read_room(request, here)
    own: Own = context["own"]
    at: Position = context["at"]
    public_id = here.meeting.public_id
    acted = own.acted or looks_early(here.seat, here.meeting)
    return page(
        request,
        "meeting/meetings/meeting.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        typed=typed or {},
        live=stream_of("meeting", public_id, at, here.seat.public_id, mine=f"/m/{public_id}/mine", acted=acted),
        **(BLANK | context | {"code_used": used_elsewhere(here.seat, here.sits)} | more),
    )


OWN: Elements = (
    ("done", "meeting/meetings/done.html"),
    ("scribe", "room/paper/way.html"),
    ("role-told", "meeting/seats/role_told.html"),
)


async def own_fragments(
    request: Request,
    here: AtMeeting,
    *extra: tuple[str, str],
    only: Collection[str] | None = None,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    """The member's own elements as fragments, for htmx: all of them, or `only` those that the form is about, by id.
    `extra` elements come first. Only what they show is read."""
    async with runtime_of(request).database.snapshot() as session:
        known = await _known(session, here)
        meeting: Meeting = known["view"].meeting
        elements = (*OWN, *(element for feature in every_part().values() for element in feature.own))
        elements += () if meeting.over else part_of(meeting.phase).own
        asked = [element for element in elements if only is None or element[0] in only]
        values = BLANK | {"typed": {}} | known | more
        drawn = [
            (target, await drawing(session, partial(render, here.visitor.language, template, **values)))
            for target, template in (*extra, *asked)
        ]
    return swapped(drawn, status)


async def desk_page(request: Request, here: AtMeeting, *, status: int = 200, **values: Any) -> Response:
    """The desk as a page. `values` adds to its context, such as why a form was refused."""
    runtime, context = runtime_of(request), await read_room(request, here, load_desk_state)
    link = f"{runtime.settings.public_url}/j/{here.meeting.join_token}"
    meeting = here.meeting
    return page(
        request,
        "meeting/meetings/desk.html",
        language=here.visitor.language,
        person=here.visitor.person,
        link=link,
        qr=qr_svg(link),
        live=stream_of("desk", meeting.public_id, context["at"], here.seat.public_id),
        status=status,
        **(context | values),
    )


def back_to_room(meeting: Meeting, note: str = "") -> Response:
    """A redirect to the room, after a form was sent without a script."""
    return RedirectResponse(f"/m/{meeting.public_id}{note}", 303)


def to_desk(meeting: Meeting) -> Response:
    """A redirect to the desk, also for htmx: the next thing to do is open there."""
    return RedirectResponse(f"/m/{meeting.public_id}/desk", 303)


def back_to_desk(request: Request, meeting: Meeting) -> Response:
    """The response to an act at the desk. With htmx it is empty: the stream brings what has changed, and whatever is
    open on the page stays open."""
    if wants_fragments(request):
        return Response(status_code=204)
    return to_desk(meeting)
