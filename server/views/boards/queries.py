"""What the page of a board shows staff: its meetings and its people."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.live.presence import connected
from server.meeting.meetings.headcount import count_heads
from server.organisation.people.called import seated_as
from server.organisation.units.ladder import ladders


@dataclass(frozen=True)
class Colleague:
    """A coordinator or leader of a board. `seat` is empty for a leader who has not been here yet. `leads` names the
    unit they lead; it is empty for a former leader."""

    seat: str
    name: str
    title: str
    role: Role
    here: bool
    leads: str = ""
    mine: bool = False


@dataclass
class BoardPage:
    """A board as staff see it. `next` is the meeting now being held, or else the coming one; `ahead` are those after
    it."""

    board: Board
    unit: Unit
    next: Meeting | None
    ahead: list[Meeting]
    past: list[Meeting]
    here: int
    """How many are at `next` now."""
    minutes: frozenset[int] = frozenset()
    """The ids of the meetings that have minutes."""
    coordinators: list[Colleague] = field(default_factory=list)
    leaders: list[Colleague] = field(default_factory=list)


async def load_board(session: AsyncSession, board: Board, seat: Seat, now: datetime) -> BoardPage:
    """The page of a board for `seat`. Six queries, however many meetings and members."""
    unit = (await session.execute(select(Unit).where(Unit.id == board.unit_id))).scalar_one()
    held = select(Meeting, Minutes.meeting_id).outerjoin(Minutes, col(Minutes.meeting_id) == Meeting.id)
    held = held.where(Meeting.board_id == board.id).order_by(col(Meeting.starts_at), col(Meeting.id))
    found = (await session.execute(held)).all()
    meetings = [meeting for meeting, _ in found]
    open_ = [meeting for meeting in meetings if not meeting.over]
    # One that should have begun comes before one that lies ahead; of several, the nearest in time.
    first = min(open_, key=lambda m: (m.starts_at > now, abs(m.starts_at - now)), default=None)
    page = BoardPage(
        board,
        unit,
        next=first,
        ahead=[meeting for meeting in open_ if meeting is not first],
        past=[meeting for meeting in reversed(meetings) if meeting.over],
        here=(await count_heads(session, first)).here if first is not None else 0,
        minutes=frozenset(ident for _, ident in found if ident),
    )
    await _people(session, page, seat)
    return page


async def _people(session: AsyncSession, page: BoardPage, seat: Seat) -> None:
    ladder = (await ladders(session, [page.board.unit_id]))[page.board.unit_id]
    leads = {rung.leader_id: rung.unit for rung in reversed(ladder) if rung.leader_id}
    seen = col(Seat.id).in_(connected(page.board.id)).label("here")
    query = select(Seat, Person, seen).join(Person, col(Person.id) == Seat.person_id)
    query = query.where(Seat.board_id == page.board.id, col(Seat.removed_at).is_(None))
    seated = set()
    found = [(its, seated_as(its, person), here) for its, person, here in (await session.execute(query)).all()]
    for its, who, here in sorted(found, key=lambda row: (in_danish_order(row[1].name), row[0].id)):
        seated.add(who.id)
        one = Colleague(its.public_id, who.name, who.title, its.role, here, leads.get(who.id, ""), its.id == seat.id)
        (page.coordinators if its.role is Role.COORDINATOR else page.leaders).append(one)
    for rung in ladder:
        if rung.leader_id and rung.leader_id not in seated:
            page.leaders.append(Colleague("", rung.name or "", rung.title or "", Role.LEADER, False, rung.unit))
            seated.add(rung.leader_id)


async def coordinators_of(session: AsyncSession, board: Board) -> list[Seat]:
    """The seats of a board's coordinators."""
    query = select(Seat).where(Seat.board_id == board.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    return list((await session.execute(query.order_by(col(Seat.id)))).scalars())
