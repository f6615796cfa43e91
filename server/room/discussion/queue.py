"""The queue: who wants to say something, in the order in which they said so."""

from dataclasses import dataclass

from sqlalchemy import update
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
from server.core.runtime import Runtime
from server.meeting.meetings.queries import Room


@dataclass(frozen=True)
class Speaker:
    """Somebody in the queue. The name is for the coordinator's desk alone."""

    public_id: str
    seat_id: int
    name: str
    called: bool


async def load_queue(session: AsyncSession, room: Room) -> list[Speaker]:
    """Who speaks now, and who waits, first come first: one query in phases in which people speak, else none."""
    meeting = room.meeting
    if meeting.over or Act.SPEAK not in meeting.rule.acts:
        return []
    query = (
        select(Hand.public_id, Hand.seat_id, Seat.name, Hand.called_at)
        .join(Seat, col(Seat.id) == Hand.seat_id)
        .where(Hand.meeting_id == meeting.id, col(Hand.down_at).is_(None), col(Seat.removed_at).is_(None))
        .order_by(col(Hand.called_at).is_(None), col(Hand.id))
    )
    rows = (await session.execute(query)).all()
    return [Speaker(public_id, seat_id, name, called is not None) for public_id, seat_id, name, called in rows]


@dataclass(frozen=True)
class OwnTurn:
    """A member's place in the queue; 0 when it is their turn, None when they have not asked."""

    place: int | None = None

    @property
    def acted(self) -> bool:
        """Whether they have asked."""
        return self.place is not None


async def own_turn(_: AsyncSession, seat: Seat, room: Room) -> OwnTurn:
    """Where a seat stands in the queue that the room has; no query."""
    queue: list[Speaker] = room["queue"]
    waiting = [speaker.seat_id for speaker in queue if not speaker.called]
    if seat.id in waiting:
        return OwnTurn(1 + waiting.index(seat.id))
    return OwnTurn(0 if any(speaker.seat_id == seat.id for speaker in queue) else None)


async def raise_hand(runtime: Runtime, seat: Seat, meeting: Meeting, *, up: bool) -> None:
    """Step into the queue, or out of it; the same again is done once. Who was called has spoken when stepping out."""
    async with changing(runtime, seat, Act.SPEAK, meeting) as change:
        query = select(Hand).where(Hand.meeting_id == change.at.id, Hand.seat_id == change.by.id)
        stands = (await change.session.execute(query.where(col(Hand.down_at).is_(None)))).scalars().first()
        if up == (stands is not None):
            return
        if stands is not None:
            stands.down_at = change.now
        else:
            await hold_own(change, Bounded.HANDS)
            change.session.add(
                Hand(public_id=new_public_id(), meeting_id=change.at.id, seat_id=change.by.id, raised_at=change.now)
            )
        change.tell(QueueMoved(change.at.id))


async def give_word(runtime: Runtime, seat: Seat, meeting: Meeting, hand: str, *, spoken: bool) -> None:
    """It is somebody's turn, or they have spoken. Whoever had the word before has spoken then.

    Raises NotFound for a hand that is not of this meeting. The same again is done once.
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
    """A seat that leaves or is removed waits no longer."""
    gone = update(Hand).where(col(Hand.seat_id) == seat.id, col(Hand.down_at).is_(None))
    rows = await change.session.execute(gone.values(down_at=change.now).returning(col(Hand.meeting_id)))
    for meeting_id in set(rows.scalars()):
        change.tell(QueueMoved(meeting_id))


async def end_talk(change: Change, _: Phase | None) -> None:
    """A phase in which people speak ends: nobody waits any more, and no idea is in focus."""
    if Act.SPEAK not in change.at.rule.acts:
        return
    waiting = update(Hand).where(col(Hand.meeting_id) == change.at.id, col(Hand.down_at).is_(None))
    await change.session.execute(waiting.values(down_at=change.now))
    change.at.focus_id = None
