"""The one door for writes: one transaction, one lock per board, one order of events.

    async with changing(runtime, seat, Act.PROPOSE, meeting) as change:
        change.session.add(...)
        change.tell(IdeaProposed(idea.id))

The board's row is locked first, then the seat, its role and the phase are checked as they are now, and only then does
the body run. Events get the next numbers in the same transaction as the state they describe, and so does the trail's
line about what staff did (`trail.py`). Doorbells ring after the commit, and not at all when the body raises.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import AFTER_TERM, LEADING, PARTICIPANTS, RUNNING, STANDING, WHILE_CLOSED, Act
from schemas.board import Board
from schemas.columns import later
from schemas.event import Event, EventBase
from schemas.format import may
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock, jobs
from server.core.errors import N_, Full, NotAllowed, NotFound, NotNow
from server.core.hooks import Hooks
from server.core.office import in_office
from server.core.runtime import Runtime
from server.core.trail import note_done


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
"""Events were told: for what has to be kept in step with them. Called once by every change that tells any, after its
body, when all of `change.events` have numbers, in the change's own transaction and under the board's lock. A hook
writes through `change.session` only, and tells nothing more. An exception in one undoes the change."""


@cache
def _board() -> Any:
    return select(Board).where(Board.id == bindparam("board")).with_for_update(key_share=True)


@cache
def _seat_and_meeting() -> Any:
    query = select(Seat, Meeting).outerjoin(Meeting, col(Meeting.id) == bindparam("meeting"))
    return query.where(Seat.id == bindparam("seat"), col(Seat.removed_at).is_(None), in_office())


@asynccontextmanager
async def changing(runtime: Runtime, seat: Seat, act: Act, meeting: Meeting | None = None) -> AsyncIterator[Change]:
    """Change a board as `seat`. Raises NotFound for a seat that was removed and for a leader out of office, NotAllowed
    if its role may never do `act`, NotNow if it may not do it in this phase or while the board is closed, and Away."""
    async with changing_board(runtime, seat.board_id) as change:
        known = {"seat": seat.id, "meeting": meeting.id if meeting else None}
        found = (await change.session.execute(_seat_and_meeting(), known)).one_or_none()
        if found is None:
            raise NotFound
        change.seat, change.meeting = found
        if act not in WHILE_CLOSED:
            must_be_open(change.board)
        check(change.seat, act, change.meeting)
        yield change
        if change.by.staff:
            note_done(change.session, runtime.settings.secret, change.by.person_id, change.board.public_id)


@asynccontextmanager
async def changing_board(runtime: Runtime, board_id: int) -> AsyncIterator[Change]:
    """Change a board as nobody in particular: for joining, workers and commands. Raises NotFound if there is no such
    board, and Away."""
    try:
        async with runtime.database.begin() as session, changing_in(session, board_id) as change:
            yield change
    except Full as full:
        if full.ask is not None:
            async with changing_board(runtime, board_id) as asking:
                await full.ask(asking)
        raise
    await runtime.ring(board_id, change.board.seq if change.events else 0)
    if any(happened.wakes for happened in change.events):
        await jobs.ring(runtime.doorbell)


@asynccontextmanager
async def changing_in(session: AsyncSession, board_id: int) -> AsyncIterator[Change]:
    """The same within a transaction of the caller's; rings nobody. Raises NotFound."""
    row = (await session.execute(_board(), {"board": board_id})).scalar_one_or_none()
    if row is None:
        raise NotFound
    change = Change(session, row, clock.now())
    yield change
    await _write_events(change)


async def _write_events(change: Change) -> None:
    actor = change.seat.id if change.seat and change.seat.staff else None
    for happened in change.events:
        change.board.seq += 1
        change.session.add(
            Event(
                board_id=change.board.id,
                seq=change.board.seq,
                kind=type(happened).__name__,
                at=change.now,
                actor_id=actor,
                data=happened.data(),
            )
        )
    if change.events:
        change.board.moved_at = change.now
        await TOLD(change)
    if any(happened.wakes for happened in change.events):
        await jobs.due(
            change.session,
            "events",
            change.board.id,
            change.now,
            board_id=change.board.id,
            dedupe=f"events:{change.board.id}:{change.board.seq}",
        )


def must_be_open(board: Board) -> None:
    """Raise NotNow for a board that is closed: it can be read, and nothing is added to it."""
    if board.closed_at is not None:
        raise NotNow(N_("Peerboardet er lukket. Koordinatoren kan åbne det igen."))


def check(seat: Seat, act: Act, meeting: Meeting | None) -> None:
    """Raise unless `seat` may do `act` in the meeting as it is now: NotAllowed if it never may, else NotNow."""
    if not role_may(seat, act):
        raise NotAllowed(TERM_OVER) if term_over(seat) else NotAllowed
    if meeting is None or act in STANDING | LEADING:
        return
    if meeting.over:
        raise NotNow(N_("Mødet er slut."))
    if act is Act.GROUP and seat.role is not Role.COORDINATOR and not meeting.members_group:
        raise NotAllowed(N_("Koordinatoren samler idéerne i dette møde."))
    if not may(meeting.form, seat.role, meeting.phase, act) and act not in _entrusted(seat):
        raise NotNow(N_("Det er ikke det, vi gør i dette trin."))


def _entrusted(seat: Seat) -> set[Act]:
    """What a coordinator has entrusted somebody with, of what only coordinators do."""
    return {act for act, given in ((Act.PAPER, seat.scribe), (Act.MODERATE, seat.moderates)) if given}


TERM_OVER = N_("Din periode i peerboardet er slut. Du kan stadig læse og følge idéer.")


def term_over(seat: Seat) -> bool:
    """Whether the term is over for which somebody was appointed to the seat."""
    return later(seat.ends_at, clock.now())


def role_may(seat: Seat, act: Act) -> bool:
    """Whether `seat` may do `act` in any phase at all: by its role, and for as long as its term lasts."""
    if term_over(seat):
        return act in AFTER_TERM
    if act in RUNNING:
        return seat.role is Role.COORDINATOR or act in _entrusted(seat)
    if act is Act.GROUP and seat.role is Role.COORDINATOR:
        return True
    if act in LEADING:
        return seat.staff
    return act in STANDING or seat.role in PARTICIPANTS
