"""What is a member's own in the room: their ideas, their ballot, whether they are done. Never broadcast."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea, stands
from schemas.meeting import Done, Meeting
from schemas.seat import Seat
from server.groups.wordings import load_survivors
from server.meetings.phases import PARTS
from server.meetings.queries import Room
from server.votes.queries import own_ballot


@dataclass
class Own:
    """`dots` has the ballot by the ideas' database ids, as text; `version` 0 means none was cast."""

    seat: Seat
    ideas: list[Idea] = field(default_factory=list)
    dots: dict[str, int] = field(default_factory=dict)
    version: int = 0
    done: bool = False
    survivors: Mapping[int | None, Idea] = field(default_factory=dict)
    """Own idea that was merged → the one that it is part of now."""
    part: Any = None
    """What is theirs in this phase; see `phases.py`. It says itself, as `acted`, whether there is anything."""
    place: int | None = None
    """Their place in the queue of speakers; 0 when it is their turn."""

    @property
    def acted(self) -> bool:
        """True when there is anything of one's own to fetch after a broadcast."""
        own = self.ideas or self.version or self.done or self.place is not None or self.seat.scribe
        return bool(own or getattr(self.part, "acted", False))

    def shown(self, room: Room) -> dict[str, object]:
        """The ballot by public ids, as the page keeps it."""
        dots = {idea.public_id: self.given(idea) for idea in room.ideas if self.given(idea)}
        return {"version": self.version, "dots": json.dumps(dots)}

    def given(self, idea: Idea) -> int:
        """One's own dots on an idea."""
        return self.dots.get(str(idea.id), 0)


async def load_own(session: AsyncSession, seat: Seat, room: Room) -> Own:
    """What `seat` has of its own in a meeting, at the moment at which the room was read."""
    meeting: Meeting = room.meeting
    ideas = select(Idea).where(Idea.meeting_id == meeting.id, Idea.seat_id == seat.id, stands(taken_back=False))
    done = select(Done).where(Done.meeting_id == meeting.id, Done.phase_no == meeting.phase_no, Done.seat_id == seat.id)
    own = Own(seat, list((await session.execute(ideas.order_by(col(Idea.id)))).scalars()))
    own.survivors = await load_survivors(session, [i.id for i in own.ideas if i.rule.merged])
    own.done = (await session.execute(done)).first() is not None
    ballot = await own_ballot(session, room.open_round, seat.id) if room.open_round and seat.id else None
    if ballot is not None:
        own.dots, own.version = ballot.dots, ballot.version
    if not meeting.over:
        own.part = await PARTS[meeting.phase].load_own(session, seat, room)
    waiting = [speaker.seat_id for speaker in room.queue if not speaker.called]
    if seat.id in waiting:
        own.place = 1 + waiting.index(seat.id)
    elif any(speaker.seat_id == seat.id for speaker in room.queue):
        own.place = 0
    return own
