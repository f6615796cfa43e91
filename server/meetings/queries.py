"""What the pages of a meeting show, read in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.disclosure import EXACT_FROM, Detail
from schemas.flow import Status
from schemas.format import FORMATS, Phase
from schemas.idea import Idea
from schemas.meeting import Done, Meeting
from schemas.roles import STAFF, Role
from schemas.round import Ballot, Round, RoundIdea, RoundState, RoundVoter, Secrecy, Tally
from schemas.seat import Seat
from server.comments.queries import HiddenThing, load_hidden
from server.discussion.queue import Speaker, load_queue
from server.errors import NotFound
from server.groups.wordings import Wordings, load_wordings
from server.live.presence import connected
from server.meetings.phases import PARTS
from server.seats.balance import Lack, balance
from server.summary.attended import load_roles

GONE = (Status.WITHDRAWN, Status.MERGED)
"""Ideas in these statuses are not put before the room."""


@dataclass
class Result:
    """One line of a result; voters and dots are None where they may not be told."""

    idea: Idea
    voters: int | None
    dots: int | None
    share: int
    """Per cent of the idea with the most."""
    chosen: bool
    rank: int = 1


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
    def open_round(self) -> Round | None:
        """The round that is open now."""
        return self.round if self.round and self.round.state is RoundState.OPEN else None


@dataclass(frozen=True)
class Sitting:
    """A seat as a line of the coordinator's list."""

    public_id: str
    name: str
    organisation: str
    role: Role
    here: bool
    scribe: bool = False


@dataclass
class RoomState:
    """What is not an event: who is here, how many are done, how many have voted."""

    joined: int
    here: int
    done: int
    voted: int
    totals: dict[int, int]
    """Idea id → dots so far, in an open round whose totals are open, from as many voters on as its result will be."""
    busy: bool
    roles: dict[Role, int] = field(default_factory=dict)
    """How many of each role took part, at the end of a meeting, where that may be told."""
    on_paper: int = 0
    """How many of those who have voted did so on paper."""
    people: list[Sitting] = field(default_factory=list)
    """Who sits in the meeting, for the coordinator's desk alone."""
    leading: list[Sitting] = field(default_factory=list)
    """The board's coordinators, any of whom may take over."""
    hidden: list[HiddenThing] = field(default_factory=list)
    """What a coordinator has hidden, for the desk alone."""
    lacks: tuple[Lack, ...] = ()
    """Whom a vote now would hardly hear."""


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
    mine = (Idea.meeting_id == meeting.id, col(Idea.status).not_in(GONE))
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    shown = select(Idea).where(*mine, *seen).order_by(col(Idea.number))
    ideas = list((await session.execute(shown)).scalars())
    hidden = select(Idea.late, Idea.public_id).where(*mine, col(Idea.shown_at).is_(None))
    waiting = (await session.execute(hidden)).all()
    latest = select(Round).where(Round.meeting_id == meeting.id, Round.state != RoundState.VOID)
    round_ = (await session.execute(latest.order_by(col(Round.id).desc()).limit(1))).scalar_one_or_none()
    voted_on, leaders_vote = await _frozen(session, round_)
    room = Room(
        meeting,
        board,
        ideas,
        written=sum(not late for late, _ in waiting),
        late=sorted(public_id for late, public_id in waiting if late),
        round=round_,
        results=await shown_results(session, meeting, round_),
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


async def shown_results(session: AsyncSession, meeting: Meeting, round_: Round | None) -> list[Result]:
    """The lines of the meeting's newest result; while the coordinator steps through it, those shown so far."""
    if round_ is None or round_.state is not RoundState.CLOSED:
        return []
    lines, last = await load_results(session, round_), meeting.result_from
    if last is None or round_.detail is not Detail.EXACT:
        return lines
    return [line for line in lines if line.dots and line.rank >= last]


async def load_results(session: AsyncSession, round_: Round) -> list[Result]:
    """The lines of a closed round as they may be told, best first; without numbers they stand by idea number."""
    query = select(Tally, Idea).join(Idea, col(Idea.id) == Tally.idea_id).where(Tally.round_id == round_.id)
    query = query.where(col(Idea.hidden_at).is_(None))
    rows = (await session.execute(query.order_by(col(Tally.rank), col(Idea.number)))).all()
    exact = round_.detail is Detail.EXACT
    top = max((tally.dots for tally, _ in rows), default=0) or 1
    return [
        Result(
            idea,
            tally.voters if exact else None,
            tally.dots if exact else None,
            share=100 * tally.dots // top if exact else 0,
            chosen=tally.chosen,
            rank=tally.rank,
        )
        for tally, idea in rows
    ]


async def load_room_state(session: AsyncSession, room: Room) -> RoomState:
    """What changes without an event, counted in SQL: read at every tick, so the cost may not grow with the room."""
    meeting, round_ = room.meeting, room.open_round
    sits = (Seat.meeting_id == meeting.id, col(Seat.removed_at).is_(None))
    counts = [
        select(func.count()).select_from(Seat).where(*sits),
        select(func.count()).select_from(Seat).where(*sits, col(Seat.id).in_(connected(meeting.board_id))),
        select(func.count()).select_from(Done).where(Done.meeting_id == meeting.id, Done.phase_no == meeting.phase_no),
    ]
    if round_ is not None:
        given = text("ballot.dots <> '{}'")  # who has taken every dot back has not voted, as when it is counted
        cast = select(func.count()).select_from(Ballot).where(Ballot.round_id == round_.id, given)
        counts += [cast, cast.where(col(Ballot.paper_role).is_not(None))]
    joined, here, done, *voted = (await session.execute(select(*(each.scalar_subquery() for each in counts)))).one()
    secret = round_ is None or round_.secrecy is not Secrecy.OPEN or voted[0] < EXACT_FROM
    ending = meeting.over or meeting.phase is Phase.CLOSE
    return RoomState(
        joined=joined,
        here=here,
        done=done,
        voted=voted[0] if voted else 0,
        totals={} if secret or round_ is None else await open_totals(session, round_),
        busy=round_ is not None,
        roles=await load_roles(session, meeting) if ending else {},
        on_paper=voted[1] if voted else 0,
    )


async def load_desk_state(session: AsyncSession, room: Room) -> RoomState:
    """The same, and who sits here, who may lead, and whom a vote would hardly hear."""
    state, meeting = await load_room_state(session, room), room.meeting
    seen = col(Seat.id).in_(connected(meeting.board_id))
    told = (Seat.public_id, Seat.name, Seat.organisation, Seat.role, seen, Seat.scribe)
    query: Any = select(*told, Seat.meeting_id)  # type: ignore[call-overload]
    sits = or_(col(Seat.meeting_id) == meeting.id, col(Seat.role).in_(STAFF))
    query = query.where(Seat.board_id == meeting.board_id, sits, col(Seat.removed_at).is_(None))
    found = [(Sitting(*line), at) for *line, at in (await session.execute(query.order_by(col(Seat.id)))).all()]
    state.people = [sitting for sitting, at in found if at == meeting.id]
    state.leading = [sitting for sitting, _ in found if sitting.role is Role.COORDINATOR]
    roles = [sitting.role for sitting, at in found if at == meeting.id or sitting.role is Role.LEADER]
    state.hidden = await load_hidden(session, meeting.id or 0)
    state.lacks = balance(Counter(roles), leaders_vote=meeting.leaders_vote)
    return state


async def open_totals(session: AsyncSession, round_: Round) -> dict[int, int]:
    """Dots per idea so far, in a round whose totals are open."""
    query = text(
        "SELECT pair.key::bigint, sum(pair.value::int) FROM ballot, jsonb_each_text(ballot.dots) AS pair"
        " WHERE ballot.round_id = :round GROUP BY 1"
    )
    rows = (await session.execute(query, {"round": round_.id})).all()
    return {row[0]: row[1] for row in rows}
