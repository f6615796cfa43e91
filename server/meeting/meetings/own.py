"""What belongs to one member in the room: their ideas, their ballot, whether they are done. It is never broadcast."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.meeting import Done
from schemas.seat import Seat
from server.core.prepared import built_once
from server.live.parts import Parts
from server.meeting.meetings.phases import every_part, part_of
from server.meeting.meetings.queries import Room


@dataclass
class Own(Parts):
    """What a member has of their own in a meeting: whether they are `done`, what features load in every phase, under
    the names they declared (templates read `own.<name>`; see `phases.py`), and what the phase loads as its `part`. A
    feature's share of it may have an attribute `acted`: whether there is anything in it."""

    seat: Seat
    room: Room

    @property
    def names(self) -> Collection[str]:
        """All its parts."""
        return ("done", *(name for name, feature in every_part().items() if feature.load_own), "part")

    async def read(self, session: AsyncSession, name: str) -> Any:
        """Read one of them, in the snapshot that the room is read in."""
        meeting = self.room.meeting
        if name == "done":
            known = {"meeting": meeting.id, "phase": meeting.phase_no, "seat": self.seat.id}
            return (await session.execute(_done(), known)).first() is not None
        if name == "part" and meeting.over:
            return None
        load = part_of(meeting.phase).load_own if name == "part" else every_part()[name].load_own
        assert load is not None, name
        return await load(session, self.seat, self.room)

    @property
    def done(self) -> bool:
        """Whether they have said that they are done with the phase."""
        done: bool = self["done"]
        return done

    @property
    def part(self) -> Any:
        """What is theirs in the phase."""
        return self["part"]

    @property
    def acted(self) -> bool:
        """Whether the member has anything of their own, so that their page must fetch it again after a broadcast."""
        told = self.done or self.seat.scribe or self.seat.role_was is not None
        return told or any(getattr(self[name], "acted", False) for name in self.names)


@built_once
def _done() -> Any:
    at = (Done.meeting_id == bindparam("meeting"), Done.phase_no == bindparam("phase"))
    return select(Done.seat_id).where(*at, Done.seat_id == bindparam("seat"))
