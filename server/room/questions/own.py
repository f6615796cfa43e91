"""What in a meeting with a queue of questions is one member's own."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.format import Phase
from schemas.idea import Idea
from schemas.question_clauses import lapses, missing
from schemas.question_rules import Detail
from schemas.question_time import Asker, Support
from schemas.seat import Seat
from schemas.voter import support_key
from server.core import clock
from server.core.days import danish_day
from server.meeting.meetings.queries import Room
from server.room.questions.queries import Queue


@dataclass
class OwnAsking:
    """What is one member's own: what they have still to say before they ask, what they want to know too, and whether
    it is their turn ("now", "next" or "")."""

    missing: list[Detail] = field(default_factory=list)
    asker: Asker | None = None
    shut: bool = False
    """Nothing can be asked so near to an election."""
    supports: list[Idea] = field(default_factory=list)
    turn: str = ""
    asked: bool = False

    @property
    def acted(self) -> bool:
        """Whether there is anything of theirs."""
        return bool(self.asked or self.supports or self.asker)


async def load_own_asking(session: AsyncSession, seat: Seat, room: Room) -> OwnAsking:
    """A seat's own. Two queries; none at a meeting that has no queue."""
    meeting = room.meeting
    if not meeting.form.queues or meeting.over:
        return OwnAsking()
    await room.need(session, ("questions",))
    queue: Queue = room["questions"]
    own = OwnAsking(asked=any(idea.seat_id == seat.id and not idea.on_paper for idea in queue.ideas))
    own.shut = lapses(queue.rules, room.board.election_on, danish_day(clock.now()))
    if queue.rules.details:
        own.asker = await session.get(Asker, seat.id)
        own.missing = missing(queue.rules, said_by(own.asker))
    if secret := meeting.heard_secret:
        keys = {support_key(secret, idea.id, seat.id): idea for idea in queue.ideas}
        mine = select(Support.idea_id).where(col(Support.voter).in_(list(keys)))
        found = set((await session.execute(mine)).scalars())
        own.supports = [idea for idea in queue.ideas if idea.id in found]
    if meeting.phase is Phase.QUEUE:
        for turn, idea in (("now", queue.now), ("next", queue.next)):
            if idea is not None and idea.seat_id == seat.id and not idea.on_paper:
                own.turn = own.turn or turn
    return own


def said_by(asker: Asker | None) -> set[Detail]:
    """What somebody has said of themselves."""
    if asker is None:
        return set()
    told = {Detail.NAME: asker.name, Detail.ADDRESS: asker.address, Detail.ADULT: asker.adult}
    return {detail for detail, said in told.items() if said}
