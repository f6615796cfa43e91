"""Where somebody with an account comes in, what needs them, and their boards."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.roles import Role
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import NotFound
from server.organisation.listeners.queries import may
from server.organisation.people.queries import boards_of
from server.views.home.kinds import KINDS
from server.views.home.needs import load_needs
from server.views.home.queries import meeting_today
from server.web.html import page
from server.web.return_to import to_login
from server.web.without_cookie import another_browser, is_marked


async def home(request: Request) -> Response:
    """Lead somebody who has signed in to what is next: the meeting that they hold today, else what waits for them, else
    their boards."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        return _stranger(request, visitor)
    async with runtime_of(request).database.snapshot() as session:
        meeting = await meeting_today(session, visitor.person)
    if meeting is not None:
        return RedirectResponse(f"/m/{meeting.public_id}/desk", 303)
    return RedirectResponse("/waiting" if visitor.waits else "/boards", 303)


async def waiting(request: Request) -> Response:
    """What needs somebody now. If that is only answers, the page of answers."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        return _stranger(request, visitor)
    async with runtime_of(request).database.snapshot() as session:
        needs = await load_needs(session, visitor.person)
    if needs.only_answers:
        return RedirectResponse("/answers", 303)
    return page(
        request,
        "views/home/waiting.html",
        language=visitor.language,
        person=visitor.person,
        needs=needs,
        kinds=KINDS,
    )


async def boards(request: Request) -> Response:
    """The boards of a person who has signed in."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        return _stranger(request, visitor)
    found = await boards_of(runtime_of(request).database, visitor.person)
    async with runtime_of(request).database.snapshot() as session:
        writes = await may(session, visitor.person)
    if visitor.person.coordinator and not found:
        return RedirectResponse("/start", 303)  # where a coordinator creates their first board
    if writes.only and not found:
        return RedirectResponse("/enquiries", 303)  # a politician has no boards, and comes for this
    return page(
        request,
        "views/home/boards.html",
        language=visitor.language,
        person=visitor.person,
        boards=found,
        sees_all=len(found) > 1 or any(line.seat is None or line.seat.role is Role.LEADER for line in found),
        waits=visitor.waits,
        writes=writes,
    )


def _stranger(request: Request, visitor: Visitor) -> Response:
    """Without an account: a browser that keeps no cookies is told so, a member finds nothing here, and anybody else may
    sign in."""
    if visitor.session is not None:
        raise NotFound
    return another_browser(request) if is_marked(request) else to_login(request)


routes = [
    Route("/home", home),
    Route("/waiting", waiting),
    Route("/boards", boards),
]
