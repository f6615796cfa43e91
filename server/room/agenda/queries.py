"""The agenda of a meeting: its items in order, what waits for the coordinator, and what was decided about each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.format import FORMATS
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from schemas.stages import Stage
from server.core.errors import NotFound
from server.meeting.meetings.queries import load_room
from server.room.agreements.decisions import Decided, load_decided

HANDED_IN = [format_ for format_, rule in FORMATS.items() if rule.hands_in is not None]
"""The formats whose items wait from one meeting to the next."""


@dataclass
class Agenda:
    """The items in their order, what waits, and what was decided."""

    meeting: Meeting
    items: list[Idea]
    board: Board
    names: dict[int, str] = field(default_factory=dict)
    """Who handed an item in, by its id; asked through `named`."""
    decided: dict[int, Decided] = field(default_factory=dict)
    waiting: list[Idea] = field(default_factory=list)
    """For the coordinator: what was handed in and is not on it, also at earlier meetings that did not get to it."""

    @property
    def minutes(self) -> int:
        """How long the items take together, as far as it was said."""
        return sum(idea.minutes or 0 for idea in self.items)

    def named(self, idea: Idea, reader: Role) -> str:
        """Who handed an item in, if a page for `reader` says so."""
        return self.names.get(idea.id, "") if self.meeting.names_authors_to(reader) else ""

    @property
    def last(self) -> datetime | None:
        """Until when items are handed in."""
        return self.meeting.last_hand_in

    def waits_since(self, idea: Idea) -> bool:
        """Whether it was handed in for an earlier meeting."""
        return idea.meeting_id != self.meeting.id


async def load_agenda(session: AsyncSession, public_id: str) -> Agenda:
    """The agenda of a meeting, for everybody who may read it; what is only for some, its templates ask for. A fixed
    number of queries. Raises NotFound for a meeting that has none."""
    room = await load_room(session, public_id)
    if room.meeting.form.hands_in is None:
        raise NotFound
    await room.need(session, ("ideas",))
    agenda = Agenda(room.meeting, [idea for idea in room.ideas if idea.turn is not None], room.board)
    agenda.waiting = await waiting_items(session, room.meeting)
    agenda.names = await _names(session, [*agenda.items, *agenda.waiting])
    agenda.decided = await load_decided(session, agenda.items)
    return agenda


async def waiting_items(session: AsyncSession, meeting: Meeting) -> list[Idea]:
    """What was handed in for the meeting and is not on its agenda, those in time first; and what earlier meetings of
    the board did not get to. One query."""
    here = and_(col(Idea.meeting_id) == meeting.id, col(Idea.turn).is_(None))
    before = and_(
        col(Idea.meeting_id) != meeting.id,
        col(Meeting.ended_at).is_not(None),
        col(Meeting.format).in_(HANDED_IN),
    )
    query = select(Idea).join(Meeting, col(Meeting.id) == Idea.meeting_id)
    query = query.where(Idea.board_id == meeting.board_id, or_(here, before), col(Idea.hidden_at).is_(None))
    query = query.where(stands(stage=Stage.WRITTEN)).order_by(col(Idea.late), col(Idea.id))
    return list((await session.execute(query)).scalars())


async def _names(session: AsyncSession, ideas: Sequence[Idea]) -> dict[int, str]:
    query = select(Idea.id, Seat.name).join(Seat, col(Seat.id) == Idea.seat_id)
    query = query.where(col(Idea.id).in_([idea.id for idea in ideas]), col(Idea.on_paper).is_(False))
    return {idea: name for idea, name in (await session.execute(query)).all() if name}
