"""Which leaders were at a meeting. They are staff, and named in its minutes."""

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.core.office import in_office
from server.live.presence import connected


async def leaders_here(session: AsyncSession, meeting: Meeting) -> list[int]:
    """The seats of the board's leaders who were there when the meeting ended, or had put an idea to it. One query."""
    wrote = select(Idea.seat_id).where(Idea.meeting_id == meeting.id)
    query = select(Seat.id).where(Seat.board_id == meeting.board_id, Seat.role == Role.LEADER, in_office())
    here = or_(col(Seat.id).in_(connected(meeting.board_id)), col(Seat.id).in_(wrote))
    return list(
        (await session.execute(query.where(col(Seat.removed_at).is_(None), here).order_by(col(Seat.id)))).scalars()
    )
