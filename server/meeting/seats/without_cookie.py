"""A meeting's page for a browser that keeps no cookies: the seat that it took is deleted at once."""

from sqlmodel import select
from starlette.requests import Request
from starlette.responses import Response

from schemas.meeting import Meeting
from server.core.access import runtime_of
from server.core.errors import NotFound
from server.meeting.seats.arriving import turn_back
from server.web.without_cookie import another_browser, is_marked


async def turned_back(request: Request, meeting: str) -> Response:
    """The page for a browser that has just joined a meeting and sends no cookie; deletes the seat that it took. Raises
    NotFound unless the URL is marked as coming from joining, and the join link in it leads to this meeting."""
    if not is_marked(request):
        raise NotFound
    way = request.query_params["way"]
    async with runtime_of(request).database.begin() as session:
        found = (await session.execute(select(Meeting).where(Meeting.public_id == meeting))).scalar_one_or_none()
        if found is None or (way.startswith("/j/") and way != f"/j/{found.join_token}"):
            raise NotFound
        await turn_back(session, found, request.query_params.get("seat", ""))
    return another_browser(request)
