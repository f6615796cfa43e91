"""Who comes to the pages and forms of leaders and coordinators."""

from starlette.requests import HTTPConnection

from server.access import Here, at_idea
from server.errors import NotAllowed


async def at_staff_idea(request: HTTPConnection, public_id: str = "") -> Here:
    """Staff at an idea of their board (that of the address, unless told). Raises NotAllowed for members: they see the
    idea, but neither move it nor read what staff write about it."""
    here = await at_idea(request, public_id or request.path_params["idea"])
    if not here.seat.staff:
        raise NotAllowed
    return here
