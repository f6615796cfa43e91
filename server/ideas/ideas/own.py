"""A member's own ideas in the meeting, which the room shows to them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea, stands
from schemas.seat import Seat
from server.core.prepared import built_once
from server.ideas.groups.wordings import load_survivors
from server.meeting.meetings.queries import Room


@dataclass
class OwnIdeas:
    """A member's ideas in a meeting, in the order in which they wrote them."""

    written: list[Idea]
    survivors: Mapping[int | None, Idea]
    """Id of an own idea that was merged → the idea that it is part of now."""

    @property
    def acted(self) -> bool:
        """Whether they wrote any."""
        return bool(self.written)


@built_once
def _own() -> Any:
    mine = (Idea.meeting_id == bindparam("meeting"), Idea.seat_id == bindparam("seat"), stands(taken_back=False))
    return select(Idea).where(*mine).order_by(col(Idea.id))


async def load_own_ideas(session: AsyncSession, seat: Seat, room: Room) -> OwnIdeas:
    """The ideas that a seat has written and not withdrawn. One query, and two more if any of them was merged."""
    known = {"meeting": room.meeting.id, "seat": seat.id}
    ideas = list((await session.execute(_own(), known)).scalars())
    return OwnIdeas(ideas, await load_survivors(session, [i.id for i in ideas if i.rule.merged]))
