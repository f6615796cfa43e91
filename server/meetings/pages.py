"""A member's room as a page and as personal fragments; used by every route that answers with the room."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.meeting import Meeting
from server.access import Here, parts_of
from server.html import fragments, live_page, page
from server.live.audience import stands_for
from server.live.frames import Position
from server.live.reading import read_since
from server.meetings.own import Own, load_own
from server.meetings.phases import Elements, every_part, part_of
from server.meetings.queries import Room, load_room
from server.meetings.state import RoomState, load_room_state
from server.seats.returning import used_elsewhere

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
"""What a room says when nothing was typed or went wrong."""


async def read_room(
    request: Request, here: Here, load_state: Load = load_room_state, *, with_own: bool = False
) -> dict[str, Any]:
    """What the room's templates want, read at one moment together with the position in the log."""
    parts = parts_of(request)
    async with parts.database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_room(session, here.the_meeting.public_id)
        state = await load_state(session, view)
        own = {"own": await load_own(session, here.seat, view)} if with_own else {}
    return {"view": view, "state": state, "at": at, "role": stands_for(here.seat.role), **own}


async def room_page(
    request: Request, here: Here, *, status: int = 200, typed: dict[str, str] | None = None, **more: Any
) -> HTMLResponse:
    """The member's room; `typed` and `wrong` refill the form for an idea."""
    context = await read_room(request, here, with_own=True)
    own: Own = context["own"]
    at: Position = context["at"]
    public_id = here.the_meeting.public_id
    return page(
        request,
        "meetings/meeting.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        typed=typed or {},
        live=live_page("meeting", public_id, at, here.seat.public_id, mine=f"/m/{public_id}/mine", acted=own.acted),
        **(BLANK | context | {"code_used": used_elsewhere(here.seat, here.sits)} | more),
    )


OWN: Elements = (("done", "meetings/done.html"), ("scribe", "paper/way.html"))


async def own_fragments(
    request: Request, here: Here, *extra: tuple[str, str], status: int = 200, **more: Any
) -> HTMLResponse:
    """What is the member's own, for htmx; `extra` elements come first."""
    context = await read_room(request, here, with_own=True)
    told = BLANK | {"typed": {}} | context | more
    meeting: Meeting = told["view"].meeting
    elements = [element for feature in every_part().values() for element in feature.own]
    elements += () if meeting.over else part_of(meeting.phase).own
    return fragments(here.visitor.language, *extra, *OWN, *elements, status=status, **told)
