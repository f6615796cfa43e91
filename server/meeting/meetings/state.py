"""The state of a meeting, which changes without events: who is here, how many are done, and what features count."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.roles import STAFF, Role
from schemas.seat import Seat, seated
from server.core.attending import attended
from server.core.office import in_office
from server.live.presence import connected
from server.meeting.meetings.headcount import Headcount, count_heads
from server.meeting.meetings.phases import every_part
from server.meeting.meetings.queries import Room
from server.meeting.seats.balance import Lack, balance


@dataclass(frozen=True)
class Sitting:
    """A seat as a line in the coordinator's list."""

    public_id: str
    name: str
    organisation: str
    role: Role
    here: bool
    scribe: bool = False
    role_was: Role | None = None
    doubted_at: datetime | None = None
    """When they said that a correction of their role was wrong."""


@dataclass
class RoomState:
    """The state as the pages show it. Who is counted is said in `headcount.py`."""

    heads: Headcount
    people: list[Sitting] = field(default_factory=list)
    """Everybody who is at the meeting; only loaded for the coordinator's desk."""
    leading: list[Sitting] = field(default_factory=list)
    """The board's coordinators, any of whom may take over; only loaded for the desk."""
    lacks: tuple[Lack, ...] = ()
    """The roles that a vote now would hardly hear; only loaded for the desk."""
    beside: dict[str, Any] = field(default_factory=dict)
    """What features count, under the names they declared; templates read `state.<name>`. See `phases.py`."""

    @property
    def joined(self) -> int:
        """How many are at the meeting."""
        return self.heads.joined

    @property
    def here(self) -> int:
        """How many of them have a page of it open."""
        return self.heads.here

    @property
    def taking_part(self) -> int:
        """How many of them may say that they are done."""
        return self.heads.taking_part

    @property
    def done(self) -> int:
        """How many of those have."""
        return self.heads.done

    def __getitem__(self, name: str) -> Any:
        return self.beside[name]

    @property
    def busy(self) -> bool:
        """Whether any of it is changing without events at the moment, and so must be read every second."""
        return any(getattr(each, "busy", False) for each in self.beside.values())


async def load_room_state(session: AsyncSession, room: Room, reader: int | None = None) -> RoomState:
    """The state for the projector and the room; there `reader` is the seat that the page is for."""
    state = RoomState(await count_heads(session, room.meeting, reader))
    for name, feature in every_part().items():
        if feature.load_state is not None:
            state.beside[name] = await feature.load_state(session, room, state)
    return state


async def load_desk_state(session: AsyncSession, room: Room) -> RoomState:
    """The same for the desk, with everybody in the meeting, the coordinators, and the roles that a vote would hardly
    hear."""
    meeting = room.meeting
    state = RoomState(await count_heads(session, meeting))
    seen = col(Seat.id).in_(connected(meeting.board_id))
    columns = (Seat.public_id, Seat.name, Seat.organisation, Seat.role, seen, Seat.scribe, Seat.role_was)
    query: Any = select(*columns, Seat.role_doubted_at)  # type: ignore[call-overload]
    counted = or_(attended(meeting.id), col(Seat.role) == Role.COORDINATOR)
    sits = or_(col(Seat.meeting_id) == meeting.id, and_(col(Seat.role).in_(STAFF), counted))
    query = query.where(Seat.board_id == meeting.board_id, sits, seated(), in_office())
    found = [Sitting(*line) for line in (await session.execute(query.order_by(col(Seat.id)))).all()]
    state.people = [sitting for sitting in found if sitting.role is not Role.COORDINATOR]
    state.leading = [sitting for sitting in found if sitting.role is Role.COORDINATOR]
    state.lacks = balance(state.heads.present, leaders_vote=meeting.leaders_vote)
    for name, feature in every_part().items():
        if (load := feature.load_desk or feature.load_state) is not None:
            state.beside[name] = await load(session, room, state)
    return state
