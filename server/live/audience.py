"""Who listens to what: the page that a socket or a poll names, checked as its page would be."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from schemas.roles import Role
from server.core.access import Here, language_of
from server.core.errors import NotFound
from server.live.frames import Audience
from server.live.pages import PAGES

LISTENERS = {Role.PATIENT: Role.PATIENT, Role.RELATIVE: Role.PATIENT, Role.CITIZEN: Role.PATIENT}
"""Roles that see the same pages; one of them stands for all, so that each frame is drawn once for them."""


def stands_for(role: Role) -> Role:
    """The role under which a page is drawn for `role`."""
    return Role.PATIENT if role is Role.PROFESSIONAL else LISTENERS.get(role, role)


@dataclass(frozen=True)
class Follower:
    """Somebody who may follow a page, as the page itself finds them. A projector has neither seat nor session: its
    address is its key."""

    board_id: int
    role: Role
    language: str
    seat_id: int | None = None
    session_id: int | None = None

    @classmethod
    def sitting(cls, here: Here) -> "Follower":
        """Whoever asks, on their seat."""
        browser = here.visitor.session
        session_id = browser.id if browser else None
        return cls(here.board.id, stands_for(here.seat.role), here.visitor.language, here.seat.id, session_id)

    @classmethod
    def looking_on(cls, request: HTTPConnection, board_id: int) -> "Follower":
        """A projector of the board."""
        return cls(board_id, Role.OBSERVER, language_of(request))


@dataclass(frozen=True)
class Listener:
    """Whoever asks to follow a page."""

    board_id: int
    audience: Audience
    seat_id: int | None = None
    session_id: int | None = None


async def listener(request: HTTPConnection) -> Listener:
    """Who asks, and for what. Raises NotFound for a page they may not see."""
    page, subject = request.query_params.get("page", ""), request.query_params.get("id", "")
    if page not in PAGES:
        raise NotFound
    found = await PAGES[page].follower(request, subject)
    audience = Audience(page, subject, found.role, found.language)
    return Listener(found.board_id, audience, found.seat_id, found.session_id)
