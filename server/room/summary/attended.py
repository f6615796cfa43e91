"""How many took part, by role only if that reveals nothing about a few."""

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
    """`load_roles` from the phase "Luk" on; empty before that, while people still come and go."""
    ends = room.meeting.over or room.meeting.phase is Phase.CLOSE
    return await load_roles(session, room.meeting) if ends else {}


async def load_roles(session: AsyncSession, meeting: Meeting) -> dict[Role, int]:
    """How many took part in each role; empty if there is only one role, or if any has fewer than EXACT_FROM. It is all
    roles or none, because a missing one would follow from the total."""
    query = select(Seat.role, func.count()).where(Seat.meeting_id == meeting.id, seated())
    found = {row[0]: row[1] for row in (await session.execute(query.group_by(col(Seat.role)))).all()}
    if len(found) < 2 or min(found.values()) < EXACT_FROM:
        return {}
    return {role: found[role] for role in Role if role in found}
