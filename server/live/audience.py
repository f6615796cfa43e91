"""Who may follow what: the page that a socket or a poll names, with the same checks as the page itself."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.access import Here, language_of
from server.core.errors import NotFound
from server.live.frames import Audience
from server.live.pages import PAGES

LISTENERS = {Role.PATIENT: Role.PATIENT, Role.RELATIVE: Role.PATIENT, Role.CITIZEN: Role.PATIENT}
"""Roles that see the same pages. One of them stands for all, so that each frame is rendered once for them."""


def stands_for(seat: Seat) -> Role:
    """The role for which a page is rendered when `seat` follows it."""
    role = seat.acts_as(clock.now())
    return Role.PATIENT if role is Role.PROFESSIONAL else LISTENERS.get(role, role)


@dataclass(frozen=True)
class Follower:
    """Somebody who may follow a page, as found by the page's own look-up. A projector has neither seat nor session: its
    address is its key, and `subject` what it leads to."""

    board_id: int
    role: Role
    language: str
    seat_id: int | None = None
    session_id: int | None = None
    subject: str = ""

    @classmethod
    def sitting(cls, here: Here) -> "Follower":
        """Whoever is asking, in their seat."""
        browser = here.visitor.session
        session_id = browser.id if browser else None
        return cls(here.board.id, stands_for(here.seat), here.visitor.language, here.seat.id, session_id)

    @classmethod
    def looking_on(cls, request: HTTPConnection, board_id: int, subject: str) -> "Follower":
        """A projector that shows something of the board."""
        return cls(board_id, Role.OBSERVER, language_of(request), subject=subject)


@dataclass(frozen=True)
class Listener:
    """Somebody who may follow a page, and the audience they belong to."""

    board_id: int
    audience: Audience
    seat_id: int | None = None
    session_id: int | None = None


async def listener(request: HTTPConnection) -> Listener:
    """Who is asking, and for which page. Raises NotFound for a page they may not see, or that is not live."""
    page, subject = request.query_params.get("page", ""), request.query_params.get("id", "")
    if page not in PAGES:
        raise NotFound
    found = await PAGES[page].follower(request, subject)
    audience = Audience(page, found.subject or subject, found.role, found.language)
    return Listener(found.board_id, audience, found.seat_id, found.session_id)
