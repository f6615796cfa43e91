"""What is a member's own in the room: their ideas, their ballot, whether they are done. Never broadcast."""

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
    """What features have of a member's own says itself, as `acted`, whether there is anything."""

    seat: Seat
    done: bool = False
    beside: dict[str, Any] = field(default_factory=dict)
    """In every phase, by the names that features gave it; templates ask for `own.<name>`. See `phases.py`."""
    part: Any = None
    """What is theirs in this phase."""

    def __getitem__(self, name: str) -> Any:
        return self.beside[name]

    @property
    def acted(self) -> bool:
        """True when there is anything of one's own to fetch after a broadcast."""
        theirs = (self.part, *self.beside.values())
        return self.done or self.seat.scribe or any(getattr(each, "acted", False) for each in theirs)


async def load_own(session: AsyncSession, seat: Seat, room: Room) -> Own:
    """What `seat` has of its own in a meeting, at the moment at which the room was read."""
    meeting = room.meeting
    done = select(Done).where(Done.meeting_id == meeting.id, Done.phase_no == meeting.phase_no, Done.seat_id == seat.id)
    own = Own(seat, (await session.execute(done)).first() is not None)
    for name, feature in every_part().items():
        if feature.load_own is not None:
            own.beside[name] = await feature.load_own(session, seat, room)
    if not meeting.over:
        own.part = await part_of(meeting.phase).load_own(session, seat, room)
    return own
