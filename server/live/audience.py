"""Who listens to what: the page that a socket or a poll names, checked as its page would be."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from schemas.roles import Role
from server.access import Here, language_of, parts_of
from server.errors import NotFound
from server.guards import at_board, at_desk, at_idea, at_meeting
from server.live.frames import Audience
from server.live.pages import PAGES
from server.meetings.queries import meeting_by_screen

LISTENERS = {Role.PATIENT: Role.PATIENT, Role.RELATIVE: Role.PATIENT, Role.CITIZEN: Role.PATIENT}
"""Roles that see the same pages; one of them stands for all, so that each frame is drawn once for them."""


def stands_for(role: Role) -> Role:
    """The role under which a page is drawn for `role`."""
    return Role.PATIENT if role is Role.PROFESSIONAL else LISTENERS.get(role, role)


@dataclass(frozen=True)
class Listener:
    """Whoever asks to follow a page. A projector has neither seat nor session: its address is its key."""

    board_id: int
    audience: Audience
    seat_id: int | None = None
    session_id: int | None = None


async def listener(request: HTTPConnection) -> Listener:
    """Who asks, and for what. Raises NotFound for a page they may not see."""
    page, subject = request.query_params.get("page", ""), request.query_params.get("id", "")
    if page not in PAGES:
        raise NotFound
    if page == "screen":
        async with parts_of(request).database.snapshot() as session:
            meeting = await meeting_by_screen(session, subject)
        return Listener(meeting.board_id, Audience(page, subject, Role.OBSERVER, language_of(request)))
    here = await _here(request, page, subject)
    audience = Audience(page, subject, stands_for(here.seat.role), here.visitor.language)
    browser = here.visitor.session
    return Listener(here.board.id, audience, here.seat.id, browser.id if browser else None)


async def _here(request: HTTPConnection, page: str, subject: str) -> Here:
    if page in {"idea", "answer"}:
        here = await at_idea(request, subject)
        if page == "answer" and not here.seat.staff:
            raise NotFound  # what members may not follow is not there for them
        return here
    if page in {"progress", "sifted"}:
        return await at_board(request, subject)
    if page == "desk":
        return await at_desk(request, subject)
    if page == "meeting":
        return await at_meeting(request, subject)
    raise NotFound
