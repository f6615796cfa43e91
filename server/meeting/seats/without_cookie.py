"""The page of a meeting for a browser that keeps no cookie: the seat it took goes at once."""

from sqlmodel import select
from starlette.requests import Request
from starlette.responses import Response

from schemas.meeting import Meeting
from server.core.access import runtime_of
from server.core.errors import NotFound
from server.meeting.seats.arriving import turn_back
from server.web.without_cookie import another_browser, is_marked


async def turned_back(request: Request, meeting: str) -> Response:
    """The page, after coming in to a meeting; the seat that was taken goes at once. Raises NotFound for any other
    address, and for a link that does not lead there."""
    if not is_marked(request):
        raise NotFound
    way = request.query_params["way"]
    async with runtime_of(request).database.begin() as session:
        found = (await session.execute(select(Meeting).where(Meeting.public_id == meeting))).scalar_one_or_none()
        if found is None or (way.startswith("/j/") and way != f"/j/{found.join_token}"):
            raise NotFound
        await turn_back(session, found, request.query_params.get("seat", ""))
    return another_browser(request)
