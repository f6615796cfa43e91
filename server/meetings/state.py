"""What changes in a meeting without an event: who is here, who is done, how many have voted."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import voting
from schemas.disclosure import too_few
from schemas.format import Phase
from schemas.meeting import Done
from schemas.roles import STAFF, Role
from schemas.round import Ballot
from schemas.seat import Seat, seated
from server.comments.queries import HiddenThing, load_hidden
from server.live.presence import connected
from server.meetings.queries import Room
from server.people.office import in_office
from server.seats.balance import Lack, balance
from server.summary.attended import load_roles
from server.votes.repeats import few_have_moved


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
    few: bool = False
    """Whether those who can vote are too few for a secret vote: in an open round, and, for the desk, in the next."""
    lacks: tuple[Lack, ...] = ()
    """Whom a vote now would hardly hear."""
    untold: bool = False
    """Whether a vote about the same as the last one would have no result, for a few have come or gone since."""
    marks: bool = False
    """Whether the coordinator is offered to mark what the room has chosen."""


async def load_room_state(session: AsyncSession, room: Room) -> RoomState:
    """What changes without an event, counted in SQL: read at every tick, so the cost may not grow with the room."""
    meeting, round_ = room.meeting, room.open_round
    sits = (Seat.meeting_id == meeting.id, seated())
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
    ending = meeting.over or meeting.phase is Phase.CLOSE
    return RoomState(
        joined=joined,
        here=here,
        done=done,
        voted=voted[0] if voted else 0,
        busy=round_ is not None,
        roles=await load_roles(session, meeting) if ending else {},
        on_paper=voted[1] if voted else 0,
        few=round_ is not None and too_few(round_.eligible + voted[1]),
    )


async def load_desk_state(session: AsyncSession, room: Room) -> RoomState:
    """The same, and who sits here, who may lead, and whom a vote would hardly hear."""
    state, meeting = await load_room_state(session, room), room.meeting
    seen = col(Seat.id).in_(connected(meeting.board_id))
    told = (Seat.public_id, Seat.name, Seat.organisation, Seat.role, seen, Seat.scribe)
    query: Any = select(*told, Seat.meeting_id)  # type: ignore[call-overload]
    sits = or_(col(Seat.meeting_id) == meeting.id, col(Seat.role).in_(STAFF))
    query = query.where(Seat.board_id == meeting.board_id, sits, seated(), in_office())
    found = [(Sitting(*line), at) for *line, at in (await session.execute(query.order_by(col(Seat.id)))).all()]
    state.people = [sitting for sitting, at in found if at == meeting.id]
    state.leading = [sitting for sitting, _ in found if sitting.role is Role.COORDINATOR]
    roles = [sitting.role for sitting, at in found if at == meeting.id or sitting.role is Role.LEADER]
    state.hidden = await load_hidden(session, meeting.id or 0)
    state.lacks = balance(Counter(roles), leaders_vote=meeting.leaders_vote)
    if room.open_round is None:
        may_vote = voting(leaders_vote=meeting.leaders_vote)
        state.few = too_few(sum(role in may_vote for role in roles))
    state.untold = meeting.rule.marks and room.told is not None and await few_have_moved(session, room.told)
    state.marks = meeting.rule.marks and (state.few if room.open_round else not (room.round and room.round.told))
    return state
