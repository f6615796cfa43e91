"""The one question on leaving. Like a ballot: what is logged of the request names neither seat nor meeting."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.heard import Heard
from server.access import parts_of
from server.errors import N_, Invalid
from server.forms import form_of
from server.guards import at_meeting
from server.html import wants_fragments
from server.meetings.pages import back_to_room, own_fragments
from server.summary.heard import answer_heard


async def heard(request: Request) -> Response:
    """ "Blev du hørt?" """
    here = await at_meeting(request)
    said = (await form_of(request)).get("heard", "")
    if said not in set(Heard):
        raise Invalid(N_("Vælg et af svarene."))
    await answer_heard(parts_of(request), here.seat, here.meeting, Heard(said))
    return await own_fragments(request, here) if wants_fragments(request) else back_to_room(here.meeting, "#heard")


routes = [Route("/m/{meeting}/heard", heard, methods=["POST"])]
