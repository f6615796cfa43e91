"""Which leaders were at a meeting. They are staff, and named in its minutes."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.attendance import Attendance
from schemas.meeting import Meeting
from schemas.roles import Role


async def leaders_here(session: AsyncSession, meeting: Meeting) -> list[int]:
    """The seats of the leaders who were there, in order. One query."""
    query = select(Attendance.seat_id).where(Attendance.meeting_id == meeting.id, Attendance.role == Role.LEADER)
    return list((await session.execute(query.order_by(col(Attendance.seat_id)))).scalars())
