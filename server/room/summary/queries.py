"""What the meeting came to, for the phase "Luk" and for the page of a meeting that has ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.heard import Heard, HeardAnswer
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.publication import Publication
from schemas.seat import Seat
from schemas.voter import voter_key
from server.meeting.meetings.queries import Room
from server.room.agreements.queries import Agreed, chosen, load_agreed
from server.web.open_paths import board_path


@dataclass
class Summary:
    """The chosen ideas with who does what, and how many ideas were written."""

    items: list[Agreed]
    written: int
    minutes: Minutes | None = None
    """Coordinators may read them at once, everybody in the meeting once they are approved."""
    record: str = ""
    """The address of the board's open page, where its record can be read; "" while there is none."""
    next_meeting: Meeting | None = None
    """The board's next meeting, once this one is over."""

    @property
    def approved(self) -> bool:
        """Whether everybody in the meeting may read the minutes."""
        return self.minutes is not None and self.minutes.public

    @property
    def answer_by(self) -> date | None:
        """The latest of the days that answers are promised by."""
        return max((item.answer_by for item in self.items if item.sent and item.answer_by), default=None)

    @property
    def unsent(self) -> int:
        """How many chosen ideas have not been sent to a leader."""
        return sum(not item.sent for item in self.items)


async def load_summary(session: AsyncSession, room: Room) -> Summary:
    """What the meeting came to. Two queries, and one more once it is over."""
    meeting, ideas = room.meeting, chosen(room)
    there = (col(Idea.late).is_(False), stands(taken_back=False), col(Idea.hidden_at).is_(None))
    written = select(func.count()).select_from(Idea).where(Idea.meeting_id == meeting.id, *there)
    query: Any = select(written.scalar_subquery(), Minutes, Publication.slug).select_from(Meeting)
    opened = (col(Publication.board_id) == Meeting.board_id) & col(Publication.opened_at).is_not(None)
    query = query.outerjoin(Publication, opened)
    query = query.outerjoin(Minutes, col(Minutes.meeting_id) == Meeting.id).where(Meeting.id == meeting.id)
    number, minutes, slug = (await session.execute(query)).one()
    found = Summary(await load_agreed(session, ideas), number, minutes)
    if slug and meeting.form.open_record:
        found.record = board_path(slug)
    if meeting.over:
        found.next_meeting = await _next(session, meeting)
    return found


async def _next(session: AsyncSession, meeting: Meeting) -> Meeting | None:
    """The first of the board's meetings that is not over and was to begin later."""
    query = select(Meeting).where(Meeting.board_id == meeting.board_id, col(Meeting.ended_at).is_(None))
    query = query.where(Meeting.starts_at > meeting.starts_at).order_by(col(Meeting.starts_at), col(Meeting.id))
    return (await session.execute(query.limit(1))).scalar_one_or_none()


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
