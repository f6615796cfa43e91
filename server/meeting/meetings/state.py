"""The state of a meeting, which changes without events: who is here, how many are done, and what features count."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.meeting import Done
from schemas.roles import STAFF, Role
from schemas.seat import Seat, seated
from server.core.office import in_office
from server.live.presence import connected
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


@dataclass
class RoomState:
    """The state as the pages show it. `joined`, `here` and `done` count members."""

    joined: int
    here: int
    done: int
    people: list[Sitting] = field(default_factory=list)
    """Everybody in the meeting; only loaded for the coordinator's desk."""
    leading: list[Sitting] = field(default_factory=list)
    """The board's coordinators, any of whom may take over; only loaded for the desk."""
    roles_here: list[Role] = field(default_factory=list)
    """The role of everybody in the meeting and of each leader, who may vote without joining; only loaded for the desk.
    """
    lacks: tuple[Lack, ...] = ()
    """The roles that a vote now would hardly hear; only loaded for the desk."""
    beside: dict[str, Any] = field(default_factory=dict)
    """What features count, under the names they declared; templates read `state.<name>`. See `phases.py`."""

    def __getitem__(self, name: str) -> Any:
        return self.beside[name]

    @property
    def busy(self) -> bool:
        """Whether any of it is changing without events at the moment, and so must be read every second."""
        return any(getattr(each, "busy", False) for each in self.beside.values())


async def load_room_state(session: AsyncSession, room: Room) -> RoomState:
    """The state for the room and the projector. Counted in SQL, since it is read on every tick and the cost must not
    grow with the room."""
    state = await _count(session, room)
    for name, feature in every_part().items():
        if feature.load_state is not None:
            state.beside[name] = await feature.load_state(session, room, state)
    return state


async def load_desk_state(session: AsyncSession, room: Room) -> RoomState:
    """The same for the desk, with everybody in the meeting, the coordinators, and the roles that a vote would hardly
    hear."""
    state, meeting = await _count(session, room), room.meeting
    seen = col(Seat.id).in_(connected(meeting.board_id))
    columns = (Seat.public_id, Seat.name, Seat.organisation, Seat.role, seen, Seat.scribe)
    query: Any = select(*columns, Seat.meeting_id)  # type: ignore[call-overload]
    sits = or_(col(Seat.meeting_id) == meeting.id, col(Seat.role).in_(STAFF))
    query = query.where(Seat.board_id == meeting.board_id, sits, seated(), in_office())
    found = [(Sitting(*line), at) for *line, at in (await session.execute(query.order_by(col(Seat.id)))).all()]
    state.people = [sitting for sitting, at in found if at == meeting.id]
    state.leading = [sitting for sitting, _ in found if sitting.role is Role.COORDINATOR]
    state.roles_here = [sitting.role for sitting, at in found if at == meeting.id or sitting.role is Role.LEADER]
    state.lacks = balance(Counter(state.roles_here), leaders_vote=meeting.leaders_vote)
    for name, feature in every_part().items():
        if (load := feature.load_desk or feature.load_state) is not None:
            state.beside[name] = await load(session, room, state)
    return state


async def _count(session: AsyncSession, room: Room) -> RoomState:
    meeting = room.meeting
    sits = (Seat.meeting_id == meeting.id, seated())
    counts = [
        select(func.count()).select_from(Seat).where(*sits),
        select(func.count()).select_from(Seat).where(*sits, col(Seat.id).in_(connected(meeting.board_id))),
        select(func.count()).select_from(Done).where(Done.meeting_id == meeting.id, Done.phase_no == meeting.phase_no),
    ]
    return RoomState(*(await session.execute(select(*(each.scalar_subquery() for each in counts)))).one())
