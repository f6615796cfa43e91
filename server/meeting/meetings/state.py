"""The state of a meeting, which changes without events: who is here, how many are done, and what features count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.roles import STAFF, Role
from schemas.seat import Seat, seated
from schemas.table import TableSeat
from server.core import clock
from server.core.attending import attended
from server.core.office import in_office
from server.core.prepared import built_once
from server.live.parts import State
from server.live.presence import GRACE, connected
from server.meeting.meetings.headcount import Headcount, count_heads
from server.meeting.meetings.phases import EveryPhase, LoadState, every_part
from server.meeting.meetings.queries import Room
from server.meeting.seats.balance import Lack, balance

CROWD = 50
"""From how many seats on whose owners are not here the coordinator is told, where strangers come."""


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
    moderates: bool = False
    table: int | None = None
    """Where there are tables: the one they sit at."""


@dataclass
class RoomState(State):
    """The state as the pages of a room show it: the `heads`, counted as `headcount.py` says, and what features count,
    under the names they declared (templates read `state.<name>`; see `phases.py`). A page may be for one `reader`."""

    view: Room
    reader: int | None = None

    @property
    def names(self) -> Collection[str]:
        """All its parts."""
        return ("heads", *(name for name, feature in every_part().items() if self._load(feature)))

    async def read(self, session: AsyncSession, name: str) -> Any:
        """Read one of them."""
        if name == "heads":
            return await count_heads(session, self.view.meeting, self.reader)
        load = self._load(every_part()[name])
        assert load is not None, name
        return await load(session, self.view, self)

    def _load(self, feature: EveryPhase) -> LoadState | None:
        return feature.load_state

    @property
    def heads(self) -> Headcount:
        """Who is at the meeting, by role."""
        heads: Headcount = self["heads"]
        return heads

    @property
    def joined(self) -> int:
        """How many are at the meeting."""
        return self.heads.joined

    @property
    def here(self) -> int:
        """How many of them have a page of it open."""
        return self.heads.here

    @property
    def crowded(self) -> bool:
        """Whether the coordinator is to look at the door: where strangers come, far more have taken a seat than are
        here, as when a script takes them."""
        meeting = self.view.meeting
        watched = meeting.form.from_one_address is not None and meeting.door_open and not meeting.over
        return watched and self.joined - self.here >= CROWD and self.here * 2 < self.joined

    @property
    def taking_part(self) -> int:
        """How many of them may say that they are done."""
        return self.heads.taking_part

    @property
    def done(self) -> int:
        """How many of those have."""
        return self.heads.done

    @property
    def busy(self) -> bool:
        """Whether any of it is changing without events at the moment, and so must be read every second."""
        return any(getattr(each, "busy", False) for each in self.found.values())


@dataclass
class DeskState(RoomState):
    """The same for the desk, with everybody who is `sitting` there."""

    @property
    def names(self) -> Collection[str]:
        """All its parts."""
        return (*super().names, "sitting")

    async def read(self, session: AsyncSession, name: str) -> Any:
        """Read one of them."""
        if name != "sitting":
            return await super().read(session, name)
        known = {"meeting": self.view.meeting.id, "board": self.view.meeting.board_id, "since": clock.now() - GRACE}
        return [Sitting(*line) for line in (await session.execute(_sitting(), known)).all()]

    def _load(self, feature: EveryPhase) -> LoadState | None:
        return feature.load_desk or feature.load_state

    @property
    def people(self) -> list[Sitting]:
        """Everybody who is at the meeting."""
        return [sitting for sitting in self["sitting"] if sitting.role is not Role.COORDINATOR]

    @property
    def leading(self) -> list[Sitting]:
        """The board's coordinators, any of whom may take over."""
        return [sitting for sitting in self["sitting"] if sitting.role is Role.COORDINATOR]

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """The roles that a vote now would hardly hear."""
        if not self.view.meeting.form.asks_roles:
            return ()
        return balance(self.heads.present, leaders_vote=self.view.meeting.leaders_vote)


@built_once
def _sitting() -> Any:
    seen = col(Seat.id).in_(connected(bindparam("board"), bindparam("since")))
    columns = (Seat.public_id, Seat.name, Seat.organisation, Seat.role, seen, Seat.scribe, Seat.role_was)
    query: Any = select(*columns, Seat.role_doubted_at, Seat.moderates, TableSeat.number)  # type: ignore[call-overload]
    at_table: Any = and_(col(TableSeat.seat_id) == Seat.id, col(TableSeat.meeting_id) == bindparam("meeting"))
    query = query.select_from(Seat).outerjoin(TableSeat, at_table)
    counted = or_(attended(bindparam("meeting")), col(Seat.role) == Role.COORDINATOR)
    sits = or_(col(Seat.meeting_id) == bindparam("meeting"), and_(col(Seat.role).in_(STAFF), counted))
    query = query.where(Seat.board_id == bindparam("board"), sits, seated(), in_office())
    return query.order_by(col(Seat.id))


async def load_room_state(_: AsyncSession, room: Room, reader: int | None = None) -> RoomState:
    """The state for the room and the projector; in the room, `reader` is the seat that the page is for."""
    return RoomState(room, reader)


async def load_desk_state(_: AsyncSession, room: Room) -> RoomState:
    """The state for the desk."""
    return DeskState(room)
