"""What the meeting came to, for the phase "Luk" and for the page of a meeting that has ended."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.heard import Heard, HeardAnswer
from schemas.idea import Idea, stands
from schemas.minutes import Minutes
from schemas.seat import Seat
from schemas.voter import voter_key
from server.meeting.meetings.queries import Room
from server.room.agreements.queries import Agreed, chosen, load_agreed


@dataclass
class Summary:
    """The chosen ideas with who does what, and how many ideas were written."""

    items: list[Agreed]
    written: int
    minutes: bool = False
    """Whether there are minutes, which coordinators may read at once."""
    approved: bool = False
    """Whether everybody in the meeting may read them."""

    @property
    def answer_by(self) -> date | None:
        """The latest of the days that answers are promised by."""
        return max((item.answer_by for item in self.items if item.sent and item.answer_by), default=None)

    @property
    def unsent(self) -> int:
        """How many chosen ideas have not been sent to a leader."""
        return sum(not item.sent for item in self.items)


async def load_summary(session: AsyncSession, room: Room) -> Summary:
    """What the meeting came to. Two queries."""
    there = (col(Idea.late).is_(False), stands(taken_back=False), col(Idea.hidden_at).is_(None))
    written = select(func.count()).select_from(Idea).where(Idea.meeting_id == room.meeting.id, *there)
    kept = select(func.count(), func.count(col(Minutes.approved_version))).where(Minutes.meeting_id == room.meeting.id)
    query = kept.add_columns(written.scalar_subquery())
    minutes, approved, number = (await session.execute(query)).one()
    return Summary(await load_agreed(session, chosen(room)), number, bool(minutes), bool(approved))


@dataclass
class OwnHeard:
    """One member's answer to "Blev du hørt?", if there is one."""

    heard: Heard | None = None

    @property
    def acted(self) -> bool:
        """Whether there is an answer."""
        return self.heard is not None


async def load_own_heard(session: AsyncSession, seat: Seat, room: Room) -> OwnHeard:
    """What the seat has answered. One query; none before anybody has answered."""
    meeting = room.meeting
    if meeting.heard_secret is None or seat.id is None:
        return OwnHeard()
    mine = (HeardAnswer.meeting_id == meeting.id, HeardAnswer.voter == voter_key(meeting.heard_secret, seat.id))
    stored = (await session.execute(select(HeardAnswer).where(*mine))).scalar_one_or_none()
    return OwnHeard(stored.heard if stored else None)
