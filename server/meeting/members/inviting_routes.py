"""Inviting everybody on the list to a meeting, and what they answer."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of, visitor_of
from server.core.errors import NotFound
from server.meeting.members import inviting
from server.meeting.members.pages import asking_page
from server.web.forms import form_of
from server.web.guards import at_desk
from server.web.html import page


async def look(request: Request) -> Response:
    """How each would be asked, before anything is sent."""
    return await asking_page(request, await at_desk(request))


async def invite(request: Request) -> Response:
    """Invite them all. Codes to send or print exist only in this response."""
    here, typed = await at_desk(request), await form_of(request)
    done = await inviting.invite_all(runtime_of(request), here.seat, here.meeting, again=typed.get("again") == "1")
    return await asking_page(request, here, done)


async def note_no(request: Request) -> Response:
    """Note that somebody cannot come, who said so to a coordinator."""
    here, typed = await at_desk(request), await form_of(request)
    await inviting.say_no(runtime_of(request), here.seat, here.meeting, typed.get("member", ""))
    return RedirectResponse(f"/m/{here.meeting.public_id}/members", 303)


async def look_no(request: Request) -> Response:
    """The page behind the link to say that one cannot come. Opening it changes nothing."""
    visitor = await visitor_of(request)
    meeting = await inviting.of_link(runtime_of(request), request.path_params["token"])
    if meeting is None:
        raise NotFound
    return page(request, "meeting/members/no.html", language=visitor.language, meeting=meeting, said=False)


async def say_no(request: Request) -> Response:
    """Say that one cannot come. The response is the same for every token."""
    visitor = await visitor_of(request)
    await inviting.say_no_by_link(runtime_of(request), request.path_params["token"])
    return page(request, "meeting/members/no.html", language=visitor.language, meeting=None, said=True)


routes = [
    Route("/m/{meeting}/members", look),
    Route("/m/{meeting}/members", invite, methods=["POST"]),
    Route("/m/{meeting}/members/no", note_no, methods=["POST"]),
    Route("/i/{token}/no", look_no),
    Route("/i/{token}/no", say_no, methods=["POST"]),
]
