"""The one question on leaving. As for a ballot, what is logged of the request names neither seat nor meeting."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.heard import Heard
from server.core.access import runtime_of
from server.core.errors import N_, Invalid
from server.meeting.meetings.pages import back_to_room, own_fragments
from server.room.summary.heard import answer_heard
from server.web.forms import form_of
from server.web.guards import at_meeting
from server.web.html import wants_fragments


async def heard(request: Request) -> Response:
    """ "Blev du hørt?" """
    here = await at_meeting(request)
    said = (await form_of(request)).get("heard", "")
    if said not in set(Heard):
        raise Invalid(N_("Vælg et af svarene."))
    await answer_heard(runtime_of(request), here.seat, here.meeting, Heard(said))
    if wants_fragments(request):
        return await own_fragments(request, here, only=["heard"])
    return back_to_room(here.meeting, "#heard")


routes = [Route("/m/{meeting}/heard", heard, methods=["POST"])]
