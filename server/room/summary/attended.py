"""How many were at a meeting, by role only if that reveals nothing about a few."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.format import Phase
from schemas.meeting import Meeting
from schemas.roles import Role
from server.meeting.meetings.headcount import Headcount, count_heads, count_paper
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState


@dataclass(frozen=True)
class Attended:
    """`came` joined the meeting, `paper` more voted there on paper; `roles` is empty where it may not be told."""

    came: int = 0
    roles: Mapping[Role, int] = field(default_factory=dict)
    paper: int = 0


async def load_attended(session: AsyncSession, room: Room, state: RoomState) -> Attended:
    """Who was there, from the phase "Luk" on; nobody before that, while people still come and go."""
    ends = room.meeting.over or room.meeting.phase is Phase.CLOSE
    return await _attended(session, room.meeting, state.heads) if ends else Attended()


async def who_attended(session: AsyncSession, meeting: Meeting) -> Attended:
    """The same for the minutes. Two queries."""
    return await _attended(session, meeting, await count_heads(session, meeting))


async def _attended(session: AsyncSession, meeting: Meeting, heads: Headcount) -> Attended:
    roles = heads.by_role if meeting.form.asks_roles else {}
    return Attended(heads.came, roles, await count_paper(session, meeting))
