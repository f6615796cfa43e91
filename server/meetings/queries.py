"""What the pages of a meeting show, read in a fixed number of queries."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.format import FORMATS, Phase
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round, RoundIdea, RoundState, RoundVoter
from server.bounds import Wish, wishes
from server.discussion.queue import Speaker, load_queue
from server.errors import NotFound
from server.groups.wordings import Wordings, load_wordings
from server.meetings.phases import PARTS
from server.votes.results import Result, shown_results, told_round


@dataclass
class Room:
    """A meeting as its pages show it. Ideas that are hidden are counted, never read."""

    meeting: Meeting
    board: Board
    ideas: list[Idea]
    written: int
    late: list[str]
    """Public ids of ideas that came late and wait to be taken in."""
    round: Round | None
    told: Round | None = None
    """The round whose result holds: the newest one that may be told, once no round is open."""
    results: list[Result] = field(default_factory=list)
    voted_on: frozenset[int] = frozenset()
    """The ideas of the open round; one that was taken in since is shown in the next."""
    part: Any = None
    """What the phase shows besides; see `phases.py`."""
    queue: list[Speaker] = field(default_factory=list)
    """Who wants to say something, where the phase has a queue."""
    leaders_vote: bool = False
    """Whether the open round has leaders among its voters; the meeting's own rule is for the next round."""
    also: Wordings = field(default_factory=dict)
    """How its ideas were also written, when others were merged into them."""

    @property
    def step(self) -> int:
        """The number of the phase among the format's phases, from 1."""
        return self.meeting.phases.index(self.meeting.phase) + 1

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that ideas may be put under."""
        return tuple(self.meeting.themes) or FORMATS[self.meeting.format].themes

    @property
    def wishes(self) -> list[Wish]:
        """What the coordinator is asked to give more room for."""
        return [] if self.meeting.over else wishes(self.meeting)

    @property
    def open_round(self) -> Round | None:
        """The round that is open now."""
        return self.round if self.round and self.round.state is RoundState.OPEN else None


async def meeting_by_screen(session: AsyncSession, token: str) -> Meeting:
    """The meeting of a projector's address. Raises NotFound."""
    meeting = (await session.execute(select(Meeting).where(Meeting.screen_token == token))).scalar_one_or_none()
    if meeting is None:
        raise NotFound
    return meeting


async def load_screen(session: AsyncSession, token: str) -> Room:
    """The room, by a projector's address."""
    return await load_room(session, (await meeting_by_screen(session, token)).public_id)


async def load_room(session: AsyncSession, public_id: str) -> Room:
    """Everything that a meeting's pages show besides state. Raises NotFound."""
    query = select(Meeting, Board).join(Board, col(Board.id) == Meeting.board_id).where(Meeting.public_id == public_id)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    meeting, board = row
    mine = (Idea.meeting_id == meeting.id, stands(gone=False))
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    shown = select(Idea).where(*mine, *seen).order_by(col(Idea.number))
    ideas = list((await session.execute(shown)).scalars())
    hidden = select(Idea.late, Idea.public_id).where(*mine, col(Idea.shown_at).is_(None))
    waiting = (await session.execute(hidden)).all()
    latest = select(Round).where(Round.meeting_id == meeting.id, Round.state != RoundState.VOID)
    round_ = (await session.execute(latest.order_by(col(Round.id).desc()).limit(1))).scalar_one_or_none()
    voted_on, leaders_vote = await _frozen(session, round_)
    told = await told_round(session, round_)
    room = Room(
        meeting,
        board,
        ideas,
        written=sum(not late for late, _ in waiting),
        late=sorted(public_id for late, public_id in waiting if late),
        round=round_,
        told=told,
        results=await shown_results(session, meeting, told),
        voted_on=voted_on,
        leaders_vote=leaders_vote,
        also=await load_wordings(session, [idea.id for idea in ideas]),
    )
    # When it is over, every page of it shows what the evening came to.
    room.part = await PARTS[Phase.CLOSE if meeting.over else meeting.phase].load(session, room)
    if not meeting.over and Act.SPEAK in meeting.rule.acts:
        room.queue = await load_queue(session, meeting)
    return room


async def _frozen(session: AsyncSession, round_: Round | None) -> tuple[frozenset[int], bool]:
    """What the opening froze: the ideas that are voted on, and whether leaders are among the voters."""
    if round_ is None or round_.state is not RoundState.OPEN:
        return frozenset(), False
    ideas = (await session.execute(select(RoundIdea.idea_id).where(RoundIdea.round_id == round_.id))).scalars()
    voters = select(RoundVoter.seat_id).where(RoundVoter.round_id == round_.id, RoundVoter.role == Role.LEADER)
    return frozenset(ideas), (await session.execute(voters.limit(1))).first() is not None
