"""What belongs to one member in the room: their ideas, their ballot, whether they are done. It is never broadcast."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.meeting import Done
from schemas.seat import Seat
from server.meeting.meetings.phases import every_part, part_of
from server.meeting.meetings.queries import Room


@dataclass
class Own:
    """What a member has of their own in a meeting. A feature's share of it may have an attribute `acted`: whether there
    is anything in it."""

    seat: Seat
    done: bool = False
    beside: dict[str, Any] = field(default_factory=dict)
    """What features load in every phase, under the names they declared; templates read `own.<name>`. See
    `phases.py`."""
    part: Any = None
    """What the current phase loads."""

    def __getitem__(self, name: str) -> Any:
        return self.beside[name]

    @property
    def acted(self) -> bool:
        """Whether the member has anything of their own, so that their page must fetch it again after a broadcast."""
        theirs, seat = (self.part, *self.beside.values()), self.seat
        told = self.done or seat.scribe or seat.role_was is not None
        return told or any(getattr(each, "acted", False) for each in theirs)


async def load_own(session: AsyncSession, seat: Seat, room: Room) -> Own:
    """What `seat` has of its own in the room's meeting. Call it in the same snapshot as the room was read in."""
    meeting = room.meeting
    done = select(Done).where(Done.meeting_id == meeting.id, Done.phase_no == meeting.phase_no, Done.seat_id == seat.id)
    own = Own(seat, (await session.execute(done)).first() is not None)
    for name, feature in every_part().items():
        if feature.load_own is not None:
            own.beside[name] = await feature.load_own(session, seat, room)
    if not meeting.over:
        own.part = await part_of(meeting.phase).load_own(session, seat, room)
    return own
