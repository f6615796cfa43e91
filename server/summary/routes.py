"""The one question on leaving. Like a ballot: what is logged of the request names neither seat nor meeting."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.heard import Heard
from server.access import at_meeting, parts_of
from server.errors import N_, Invalid
from server.forms import form_of
from server.html import wants_fragments
from server.meetings.pages import own_fragments
from server.meetings.routes import back_to_room
from server.summary.heard import answer_heard


async def heard(request: Request) -> Response:
    """ "Blev du hørt?" """
    here = await at_meeting(request, request.path_params["meeting"])
    said = (await form_of(request)).get("heard", "")
    if said not in set(Heard):
        raise Invalid(N_("Vælg et af svarene."))
    await answer_heard(parts_of(request), here.seat, here.the_meeting, Heard(said))
    return await own_fragments(request, here) if wants_fragments(request) else back_to_room(here, "#heard")


routes = [Route("/m/{meeting}/heard", heard, methods=["POST"])]
