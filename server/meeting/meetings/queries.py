"""Reading what the pages of a meeting show, in a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.format import Phase
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from server.core import clock
from server.core.bounds import Wish, wishes
from server.core.errors import NotFound
from server.core.prepared import built_once
from server.live.parts import Parts
from server.meeting.meetings.phases import PhasePart, every_part, part_of
from server.meeting.meetings.wall import Wall, wall_of


class Waiting(NamedTuple):
    """The ideas that the room has not been shown yet. They are only counted; their text is never read. What a table
    keeps to itself is not among them."""

    written: int
    late: list[str]


@dataclass
class Room(Parts):
    """A meeting as its pages show it: its `ideas`, those `waiting`, what features show in every phase, under the names
    they declared (templates read `view.<name>`), and the phase's own `part`; see `phases.py`."""

    meeting: Meeting
    board: Board

    @property
    def kind(self) -> str:
        """The phase, in which a meeting may not have begun yet, or be over."""
        return f"{self.meeting.phase} {self.meeting.begun} {self.meeting.over}"

    @property
    def names(self) -> Collection[str]:
        """All its parts."""
        return ("ideas", "waiting", *(name for name, feature in every_part().items() if feature.load), "part")

    async def read(self, session: AsyncSession, name: str) -> Any:
        """Read one of them. At most two queries, and those of the feature."""
        if name == "ideas":
            return list((await session.execute(_shown(), {"meeting": self.meeting.id})).scalars())
        if name == "waiting":
            waiting = (await session.execute(_waiting(), {"meeting": self.meeting.id})).all()
            return Waiting(sum(not late for late, _ in waiting), sorted(idea for late, idea in waiting if late))
        load = self.phase.load if name == "part" else every_part()[name].load
        assert load is not None, name
        return await load(session, self)

    @property
    def phase(self) -> PhasePart:
        """What is before the room. Once the meeting is over, that is what the evening came to."""
        return part_of(Phase.CLOSE if self.meeting.over else self.meeting.phase)

    @property
    def ideas(self) -> list[Idea]:
        """The ideas that the room can see."""
        ideas: list[Idea] = self["ideas"]
        return ideas

    @property
    def written(self) -> int:
        """How many wait to be shown."""
        waiting: Waiting = self["waiting"]
        return waiting.written

    @property
    def late(self) -> list[str]:
        """Public ids of ideas that came late and are waiting for the coordinator to admit them."""
        waiting: Waiting = self["waiting"]
        return waiting.late

    @property
    def part(self) -> Any:
        """What the current phase shows."""
        return self["part"]

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
    def in_time(self) -> bool:
        """Whether what is written now is on time."""
        return self.meeting.takes_ideas(clock.now())

    @property
    def at_once(self) -> bool:
        """Whether what people write shows as they write, or as it is looked at; nobody is told how much waits."""
        return self.meeting.rule.shows_at_once and not self.meeting.over

    @property
    def on_case(self) -> bool:
        """Whether the room talks about what another body has asked, and not about an idea."""
        meeting = self.meeting
        return meeting.rule.talks and meeting.focus_case_id is not None and not meeting.over

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that ideas may be filed under."""
        return self.meeting.offered

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
    """The whole room behind a projector's URL. Raises NotFound."""
    return await load_whole_room(session, (await meeting_by_screen(session, token)).public_id)


@built_once
def _room() -> Any:
    query = select(Meeting, Board).join(Board, col(Board.id) == Meeting.board_id)
    return query.where(Meeting.public_id == bindparam("public_id"))


@built_once
def _shown() -> Any:
    mine = (Idea.meeting_id == bindparam("meeting"), stands(gone=False))
    visible = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    return select(Idea).where(*mine, *visible).order_by(col(Idea.turn), col(Idea.number))


@built_once
def _waiting() -> Any:
    mine = (Idea.meeting_id == bindparam("meeting"), stands(gone=False))
    return select(Idea.late, Idea.public_id).where(*mine, col(Idea.shown_at).is_(None), col(Idea.held).is_(False))


async def load_room(session: AsyncSession, public_id: str) -> Room:
    """A meeting's room, whose parts are read when something asks for them. One query. Raises NotFound."""
    row = (await session.execute(_room(), {"public_id": public_id})).one_or_none()
    if row is None:
        raise NotFound
    return Room(*row)


async def load_whole_room(session: AsyncSession, public_id: str) -> Room:
    """The same with all its parts. Raises NotFound."""
    room = await load_room(session, public_id)
    await room.need(session, room.names)
    return room
