"""How many took part, by role only where that tells nothing about a few."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.disclosure import EXACT_FROM
from schemas.format import Phase
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat, seated
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState


async def load_attended(session: AsyncSession, room: Room, _: RoomState) -> dict[Role, int]:
    """The same while the meeting is closed, and after; nothing before, for who takes part still changes."""
    ends = room.meeting.over or room.meeting.phase is Phase.CLOSE
    return await load_roles(session, room.meeting) if ends else {}


async def load_roles(session: AsyncSession, meeting: Meeting) -> dict[Role, int]:
    """How many of each role took part, or nothing: all roles are told or none, for a missing one follows from the
    total, and each has at least five."""
    query = select(Seat.role, func.count()).where(Seat.meeting_id == meeting.id, seated())
    found = {row[0]: row[1] for row in (await session.execute(query.group_by(col(Seat.role)))).all()}
    if len(found) < 2 or min(found.values()) < EXACT_FROM:
        return {}
    return {role: found[role] for role in Role if role in found}
