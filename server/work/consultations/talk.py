"""What was said about a case: the comments and the notes, at all the meetings that have talked of it. The body that
asks never reads them."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, or_
from sqlalchemy import case as case_when
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.discussion import Note
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core import clock
from server.core.prepared import built_once
from server.ideas.comments.queries import ON_CASE, OwnComment, Said, own_comments
from server.live.audience import stands_for
from server.meeting.meetings.setup import that_began


@dataclass
class CaseTalk:
    """What the page of a case shows somebody with a seat on the board."""

    meeting: Meeting | None = None
    """The board's meeting that is under way: there they may add to it."""
    said: list[Said] = field(default_factory=list)
    noted: list[tuple[Note, Meeting]] = field(default_factory=list)
    written: list[OwnComment] = field(default_factory=list)
    """Their own comments."""


@built_once
def _said() -> Any:
    columns: Any = (Comment.public_id, Comment.text, Comment.written_at, Seat.role, Seat.name, Meeting)
    query = select(*columns).select_from(Comment).join(Meeting, col(Meeting.id) == Comment.meeting_id)
    query = query.outerjoin(Seat, col(Seat.id) == Comment.seat_id)
    return query.where(ON_CASE, col(Comment.hidden_at).is_(None)).order_by(col(Comment.id))


async def load_talk(session: AsyncSession, case: Consultation, seat: Seat) -> CaseTalk:
    """What was said about a case, for a seat on the board. Four queries."""
    talk, role = CaseTalk(await _under_way(session, case.board_id, seat)), stands_for(seat)
    for public_id, text, at, wrote, name, meeting in (await session.execute(_said(), {"of": case.id})).all():
        shown = name if meeting.names_authors_to(role) else ""
        talk.said.append(Said(public_id, text, at, wrote, shown, case.public_id, None))
    notes = select(Note, Meeting).join(Meeting, col(Meeting.id) == Note.meeting_id)
    notes = notes.where(Note.consultation_id == case.id, Note.text != "").order_by(col(Note.id))
    talk.noted = [(note, meeting) for note, meeting in (await session.execute(notes)).all()]
    talk.written = await own_comments(session, seat.id, ON_CASE, case.id)
    return talk


async def _under_way(session: AsyncSession, board_id: int, seat: Seat) -> Meeting | None:
    """The meeting of the board that has begun and is not over: the one that they came to, or else the newest."""
    query = select(Meeting).where(Meeting.board_id == board_id, col(Meeting.ended_at).is_(None))
    query = query.where(or_(col(Meeting.starts_at) <= bindparam("now"), that_began()))
    theirs_first = case_when((col(Meeting.id) == seat.meeting_id, 0), else_=1)
    query = query.order_by(theirs_first, col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    return (await session.execute(query.limit(1), {"now": clock.now()})).scalar_one_or_none()
