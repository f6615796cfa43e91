"""The queue: who wants to speak, in the order in which they asked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import new_public_id
from schemas.discussion import Hand, QueueMoved
from schemas.format import Phase
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.bounds import hold_own
from server.core.change import Change, changing
from server.core.errors import NotFound
from server.core.prepared import built_once
from server.core.runtime import Runtime
from server.meeting.meetings.queries import Room


@dataclass(frozen=True)
class Speaker:
    """Somebody in the queue. The name is only for the coordinator's desk."""

    public_id: str
    seat_id: int
    name: str
    called: bool


@built_once
def _queue() -> Any:
    up = (Hand.meeting_id == bindparam("meeting"), col(Hand.down_at).is_(None), col(Seat.removed_at).is_(None))
    query = select(Hand.public_id, Hand.seat_id, Seat.name, Hand.called_at).join(Seat, col(Seat.id) == Hand.seat_id)
    return query.where(*up).order_by(col(Hand.called_at).is_(None), col(Hand.id))


async def load_queue(session: AsyncSession, room: Room) -> list[Speaker]:
    """Who is speaking, then who is waiting, first come first served. One query in phases in which people speak, else
    none."""
    meeting = room.meeting
    if meeting.over or Act.SPEAK not in meeting.rule.acts:
        return []
    rows = (await session.execute(_queue(), {"meeting": meeting.id})).all()
    return [Speaker(public_id, seat_id, name, called is not None) for public_id, seat_id, name, called in rows]


@dataclass(frozen=True)
class OwnTurn:
    """A member's place in the queue: 0 when it is their turn, None when they have not asked."""

    place: int | None = None

    @property
    def acted(self) -> bool:
        """Whether they have asked."""
        return self.place is not None


async def own_turn(_: AsyncSession, seat: Seat, room: Room) -> OwnTurn:
    """A seat's place in the room's queue. No query."""
    queue: list[Speaker] = room["queue"]
    waiting = [speaker.seat_id for speaker in queue if not speaker.called]
    if seat.id in waiting:
        return OwnTurn(1 + waiting.index(seat.id))
    return OwnTurn(0 if any(speaker.seat_id == seat.id for speaker in queue) else None)


async def raise_hand(runtime: Runtime, seat: Seat, meeting: Meeting, *, up: bool) -> None:
    """Join the queue (`up`) or leave it; repeating it changes nothing. Leaving after being called counts as having
    spoken. Raises Full when the seat has asked too often."""
    async with changing(runtime, seat, Act.SPEAK, meeting) as change:
        query = select(Hand).where(Hand.meeting_id == change.at.id, Hand.seat_id == change.by.id)
        raised = (await change.session.execute(query.where(col(Hand.down_at).is_(None)))).scalars().first()
        if up == (raised is not None):
            return
        if raised is not None:
            raised.down_at = change.now
        else:
            await hold_own(change, Bounded.HANDS)
            change.session.add(
                Hand(public_id=new_public_id(), meeting_id=change.at.id, seat_id=change.by.id, raised_at=change.now)
            )
        change.tell(QueueMoved(change.at.id))


async def give_word(runtime: Runtime, seat: Seat, meeting: Meeting, hand: str, *, spoken: bool) -> None:
    """Give somebody the floor or, with `spoken`, note that they have spoken. Giving it ends the turn of whoever had it.

    Raises NotFound for a hand that was not raised in this meeting. Repeating it changes nothing.
    """
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        found = await change.session.execute(
            select(Hand).where(Hand.public_id == hand, Hand.meeting_id == change.at.id)
        )
        stored = found.scalar_one_or_none()
        if stored is None:
            raise NotFound
        if stored.down_at is not None or (stored.called_at is not None and not spoken):
            return
        if spoken:
            stored.down_at = change.now
        else:
            before = update(Hand).where(col(Hand.meeting_id) == change.at.id, col(Hand.called_at).is_not(None))
            await change.session.execute(before.where(col(Hand.down_at).is_(None)).values(down_at=change.now))
            stored.called_at = change.now
        change.tell(QueueMoved(change.at.id))


async def step_out(change: Change, seat: Seat) -> None:
    """Take a seat that leaves or is removed out of every queue."""
    gone = update(Hand).where(col(Hand.seat_id) == seat.id, col(Hand.down_at).is_(None))
    rows = await change.session.execute(gone.values(down_at=change.now).returning(col(Hand.meeting_id)))
    for meeting_id in set(rows.scalars()):
        change.tell(QueueMoved(meeting_id))


async def end_talk(change: Change, _: Phase | None) -> None:
    """On leaving a phase in which people speak: empty the queue, and take what is in focus out of it."""
    if Act.SPEAK not in change.at.rule.acts:
        return
    waiting = update(Hand).where(col(Hand.meeting_id) == change.at.id, col(Hand.down_at).is_(None))
    await change.session.execute(waiting.values(down_at=change.now))
    change.at.focus_id = change.at.focus_case_id = None
