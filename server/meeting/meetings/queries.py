"""Reading what the pages of a meeting show, in a fixed number of queries."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.format import FORMATS, Phase
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from server.core.bounds import Wish, wishes
from server.core.errors import NotFound
from server.meeting.meetings.phases import every_part, part_of
from server.meeting.meetings.wall import Wall, wall_of


@dataclass
class Room:
    """A meeting as its pages show it. Ideas that have not been shown yet are only counted; their text is never read."""

    meeting: Meeting
    board: Board
    ideas: list[Idea]
    written: int
    late: list[str]
    """Public ids of ideas that came late and are waiting for the coordinator to admit them."""
    beside: dict[str, Any] = field(default_factory=dict)
    """What features show in every phase, under the names they declared; templates read `view.<name>`."""
    part: Any = None
    """What the current phase shows; see `phases.py`."""

    def __getitem__(self, name: str) -> Any:
        return self.beside[name]

    @property
    def step(self) -> int:
        """The number of the current phase among the meeting's phases, from 1."""
        return self.meeting.phases.index(self.meeting.phase) + 1

    @cached_property
    def wall(self) -> Wall:
        """What the projector shows. Worked out on demand: members' pages do without."""
        return wall_of(self)

    @property
    def asks(self) -> str:
        """The meeting's own question while people write about it; "" for that of the phase (QUESTIONS in labels.py)."""
        return self.meeting.question if self.meeting.rule.asks else ""

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that ideas may be filed under."""
        return tuple(self.meeting.themes) or FORMATS[self.meeting.format].themes

    @property
    def unsent(self) -> int:
        """How many ideas were chosen and not sent to a leader."""
        return sum(idea.rule.unsent and not idea.rule.written for idea in self.ideas)

    @property
    def wishes(self) -> list[Wish]:
        """The limits that somebody has met and the coordinator is asked to raise."""
        return [] if self.meeting.over else wishes(self.meeting)


async def meeting_by_screen(session: AsyncSession, token: str) -> Meeting:
    """The meeting behind a projector's URL. Raises NotFound."""
    meeting = (await session.execute(select(Meeting).where(Meeting.screen_token == token))).scalar_one_or_none()
    if meeting is None:
        raise NotFound
    return meeting


async def load_screen(session: AsyncSession, token: str) -> Room:
    """The room behind a projector's URL. Raises NotFound."""
    return await load_room(session, (await meeting_by_screen(session, token)).public_id)


async def load_room(session: AsyncSession, public_id: str) -> Room:
    """Everything that a meeting's pages show, apart from the state. Raises NotFound."""
    query = select(Meeting, Board).join(Board, col(Board.id) == Meeting.board_id).where(Meeting.public_id == public_id)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    meeting, board = row
    mine = (Idea.meeting_id == meeting.id, stands(gone=False))
    visible = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    shown = select(Idea).where(*mine, *visible).order_by(col(Idea.number))
    ideas = list((await session.execute(shown)).scalars())
    hidden = select(Idea.late, Idea.public_id).where(*mine, col(Idea.shown_at).is_(None))
    waiting = (await session.execute(hidden)).all()
    room = Room(
        meeting,
        board,
        ideas,
        written=sum(not late for late, _ in waiting),
        late=sorted(public_id for late, public_id in waiting if late),
    )
    for name, feature in every_part().items():
        if feature.load is not None:
            room.beside[name] = await feature.load(session, room)
    # Once the meeting is over, all its pages show what the evening came to.
    room.part = await part_of(Phase.CLOSE if meeting.over else meeting.phase).load(session, room)
    return room
