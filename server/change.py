"""The one door for writes: one transaction, one lock per board, one order of events.

    async with change(parts, seat, Act.PROPOSE, meeting) as board:
        board.session.add(...)
        board.tell(IdeaProposed(idea.id))

The board's row is locked first, then the seat, its role and the phase are checked as they are now, and only then does
the body run. Events get the next numbers in the same transaction as the state they speak of. Doorbells ring after
the commit, and not at all when the body raises.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import LEADING, PARTICIPANTS, RUNNING, STANDING, Act
from schemas.board import Board
from schemas.event import Event, EventBase
from schemas.format import may
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server import clock, jobs
from server.errors import N_, Full, NotAllowed, NotFound, NotNow
from server.hooks import Hooks
from server.office import in_office
from server.parts import Parts


@dataclass
class Change:
    """What the body of a change works with. `seat` and `meeting` are as they are under the lock."""

    session: AsyncSession
    board: Board
    now: datetime
    seat: Seat | None = None
    meeting: Meeting | None = None
    events: list[EventBase] = field(default_factory=list)

    def tell(self, happened: EventBase) -> None:
        """Say that something happened; it is numbered and stored when the change commits."""
        self.events.append(happened)

    @property
    def at(self) -> Meeting:
        """The meeting of a change that has one."""
        assert self.meeting is not None
        return self.meeting

    @property
    def by(self) -> Seat:
        """The seat of a change that has one."""
        assert self.seat is not None
        return self.seat


TOLD: Hooks[Change] = Hooks()
"""Something was told of a board: what is kept in step with its events. Called once by every change that tells any,
after its body, when all of `board.events` are numbered: in the change's own transaction, under the board's lock. What
is called writes by `board.session` alone, and tells nothing more. What it raises undoes the change."""


@asynccontextmanager
async def change(parts: Parts, seat: Seat, act: Act, meeting: Meeting | None = None) -> AsyncIterator[Change]:
    """Change a board as `seat`. Raises NotFound for a removed seat and for a leader out of office,
    NotAllowed for its role, NotNow for the phase."""
    async with change_board(parts, seat.board_id) as board:
        mine = select(Seat).where(Seat.id == seat.id, col(Seat.removed_at).is_(None), in_office())
        found = await board.session.execute(mine)
        board.seat = found.scalar_one_or_none()
        if board.seat is None:
            raise NotFound
        if meeting is not None:
            board.meeting = await board.session.get_one(Meeting, meeting.id)
        check(board.seat, act, board.meeting)
        yield board


@asynccontextmanager
async def change_board(parts: Parts, board_id: int) -> AsyncIterator[Change]:
    """Change a board as nobody in particular: joining, workers and commands. Raises NotFound without such a board."""
    try:
        async with parts.database.begin() as session, change_in(session, board_id) as board:
            yield board
    except Full as full:
        if full.ask is not None:
            async with change_board(parts, board_id) as asking:
                await full.ask(asking)
        raise
    await parts.ring(board_id, board.board.seq)
    if any(happened.wakes for happened in board.events):
        await jobs.ring(parts.doorbell)


@asynccontextmanager
async def change_in(session: AsyncSession, board_id: int) -> AsyncIterator[Change]:
    """The same as a part of a transaction that does more; nobody is rung. Raises NotFound."""
    locked = select(Board).where(Board.id == board_id).with_for_update(key_share=True)
    row = (await session.execute(locked)).scalar_one_or_none()
    if row is None:
        raise NotFound
    board = Change(session, row, clock.now())
    yield board
    await _write_events(board)


async def _write_events(board: Change) -> None:
    actor = board.seat.id if board.seat and board.seat.staff else None
    for happened in board.events:
        board.board.seq += 1
        board.session.add(
            Event(
                board_id=board.board.id,
                seq=board.board.seq,
                kind=type(happened).__name__,
                at=board.now,
                actor_id=actor,
                data=happened.data(),
            )
        )
    if board.events:
        board.board.moved_at = board.now
        await TOLD(board)
    if any(happened.wakes for happened in board.events):
        await jobs.due(
            board.session,
            "events",
            board.board.id,
            board.now,
            board_id=board.board.id,
            dedupe=f"events:{board.board.id}:{board.board.seq}",
        )


def check(seat: Seat, act: Act, meeting: Meeting | None) -> None:
    """Raise unless `seat` may do `act` in the meeting as it is now; NotAllowed is for good, NotNow passes."""
    if not role_may(seat, act):
        raise NotAllowed
    if meeting is None or act in STANDING | LEADING:
        return
    if meeting.over:
        raise NotNow(N_("Mødet er slut."))
    if act is Act.GROUP and seat.role is not Role.COORDINATOR and not meeting.members_group:
        raise NotAllowed(N_("Koordinatoren samler idéerne i dette møde."))
    if not may(seat.role, meeting.phase, act) and not (act is Act.PAPER and seat.scribe):
        raise NotNow(N_("Det er ikke det, vi gør i dette trin."))


def role_may(seat: Seat, act: Act) -> bool:
    """Whether the role of `seat` may do `act` in any phase at all."""
    if act in RUNNING:
        return seat.role is Role.COORDINATOR or (act is Act.PAPER and seat.scribe)
    if act is Act.GROUP and seat.role is Role.COORDINATOR:
        return True
    if act in LEADING:
        return seat.staff
    return act in STANDING or seat.role in PARTICIPANTS
