"""Removing many seats at once: the coordinator chooses them and confirms once, and it is a single change."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.comment import Comment
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import STAFF
from schemas.seat import Seat
from server.core import clock
from server.core.access import runtime_of
from server.core.errors import N_
from server.live.presence import connected
from server.meeting.meetings.pages import to_desk
from server.meeting.seats.commands import remove
from server.web.forms import form_of
from server.web.guards import AtMeeting, at_desk
from server.web.html import page

SHOWN_MOST = 400
"""How many seats are listed, newest first; more would be too many fields for a form. Once these are removed, the rest
is listed."""
LATELY = (5, 15, 30, 60)
"""The choices for preselecting those who joined within so many minutes."""
NOBODY = N_("Vælg mindst én, der skal fjernes.")
CHOSEN = "seat-"


@dataclass(frozen=True)
class Line:
    """A member as a line in the list."""

    seat: Seat
    here: bool
    chosen: bool


async def _members(session: AsyncSession, meeting: Meeting, *which: Any) -> list[tuple[Seat, bool]]:
    """The seats in a meeting, without those of staff, newest first, and whether each is here now. One query."""
    seen = col(Seat.id).in_(connected(meeting.board_id))
    sits = (Seat.meeting_id == meeting.id, col(Seat.removed_at).is_(None), col(Seat.role).not_in(STAFF))
    query = select(Seat, seen).where(*sits, *which).order_by(col(Seat.joined_at).desc(), col(Seat.id).desc())
    return [(seat, here) for seat, here in (await session.execute(query.limit(SHOWN_MOST))).all()]


def _idle(meeting: Meeting) -> tuple[Any, ...]:
    """Of the seats: not here now, and nothing written. A script that fills a meeting leaves such; so does somebody
    whose phone sleeps, and they come back by their code."""
    wrote = [select(written.id).where(col(written.seat_id) == col(Seat.id)).exists() for written in (Idea, Comment)]
    return (col(Seat.id).not_in(connected(meeting.board_id)), *(~each for each in wrote))


async def several(request: Request) -> Response:
    """Everybody in the meeting, to choose from. `minutes` in the query string preselects those who joined lately;
    `idle` lists none but those who are not here and have written nothing, and preselects them too."""
    here, typed = await at_desk(request), request.query_params.get("minutes", "")
    minutes, idle = int(typed) if typed in {str(each) for each in LATELY} else 0, "idle" in request.query_params
    return await _list(request, here, minutes=minutes, idle=idle)


async def _list(
    request: Request,
    here: AtMeeting,
    *,
    minutes: int = 0,
    idle: bool = False,
    problem: str = "",
    status: int = 200,
) -> Response:
    since = clock.now() - timedelta(minutes=minutes) if minutes else datetime.min.replace(tzinfo=UTC)
    async with runtime_of(request).database.snapshot() as session:
        found = await _members(session, here.meeting, *(_idle(here.meeting) if idle else ()))
    lines = [Line(seat, there, bool(minutes or idle) and seat.joined_at >= since) for seat, there in found]
    values = {"lines": lines, "minutes": minutes, "idle": idle, "lately": LATELY, "problem": problem}
    values["most"] = SHOWN_MOST
    return _page(request, here, "meeting/seats/several.html", status, **values)


def _page(request: Request, here: AtMeeting, template: str, status: int = 200, **values: Any) -> Response:
    values |= {"meeting": here.meeting, "board": here.board}
    visitor = here.visitor
    return page(request, template, language=visitor.language, person=visitor.person, status=status, **values)


async def remove_several(request: Request) -> Response:
    """Ask whether to remove the chosen seats and, if the form says `sure`, do it. Seats that are removed already are
    skipped."""
    here, typed = await at_desk(request), await form_of(request)
    chosen = [name.removeprefix(CHOSEN) for name in typed if name.startswith(CHOSEN)]
    async with runtime_of(request).database.snapshot() as session:
        seats = [seat for seat, _ in await _members(session, here.meeting, col(Seat.public_id).in_(chosen))]
    if not seats:
        return await _list(request, here, problem=NOBODY, status=422)
    if typed.get("sure") != "1":
        return _page(request, here, "meeting/seats/several_sure.html", seats=seats)
    await remove(runtime_of(request), here.seat, *seats)
    return to_desk(here.meeting)


routes = [
    Route("/m/{meeting}/seats", several),
    Route("/m/{meeting}/seats/removal", remove_several, methods=["POST"]),
]
