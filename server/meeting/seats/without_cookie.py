"""For a browser that keeps no cookies: the seat that it took is deleted at once (see `server/core/seating.py`)."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.access import runtime_of
from server.core.change import changing_in
from server.core.errors import NotFound
from server.web.without_cookie import another_browser, is_marked


async def turn_back(session: AsyncSession, meeting: Meeting, public_id: str) -> None:
    """Delete an awaited seat of a meeting, whose browser came back without the cookie. Its invitation can then be used
    again, by a browser that keeps cookies. Does nothing if the seat is not awaited, and so counts. Locks the board, as
    everything that takes up a seat does, so that of two such requests the second sees what the first one did."""
    query = select(Seat).where(Seat.meeting_id == meeting.id, Seat.public_id == public_id)
    query = query.where(col(Seat.awaited_since).is_not(None))
    if (await session.execute(query)).scalar_one_or_none() is None:
        return  # checked before locking, since many pages are opened from old links
    async with changing_in(session, meeting.board_id):
        now = query.with_for_update().execution_options(populate_existing=True)
        seat = (await session.execute(now)).scalar_one_or_none()
        if seat is None:
            return
        used = update(Invitation).where(col(Invitation.seat_id) == seat.id)
        await session.execute(used.values(used_at=None, seat_id=None, name=seat.name))
        sat = select(SessionSeat.session_id).where(SessionSeat.seat_id == seat.id)
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id).in_(sat)))
        await session.execute(delete(Seat).where(col(Seat.id) == seat.id))


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
