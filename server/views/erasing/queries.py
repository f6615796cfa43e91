"""What somebody wrote themselves on a board, for them to choose what stays."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.comment import Comment
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.moment import Moment
from schemas.retention import FORMER
from schemas.roles import STAFF
from schemas.seat import Seat
from server.core.errors import N_
from server.ideas.moments.erasing import added_by, key_of

LISTED = 100
"""People on one page; who looks for somebody types a part of the name."""
IDEA, COMMENT, ADDED = N_("Idé"), N_("Kommentar"), N_("Føjet til en idé")


@dataclass(frozen=True)
class Own:
    """Words of theirs. `key` is the name under which they may stay; `heading` is an idea's title."""

    key: str
    what: str
    heading: str
    text: str
    number: int | None = None
    with_leader: bool = False
    """It is an idea that has gone on from the room, and that others are working with."""


async def load_own_words(session: AsyncSession, seat: Seat) -> list[Own]:
    """Everything that can be erased or left without a name, oldest first. What they wrote down for others is not
    theirs. Three queries."""
    mine = select(Idea).where(Idea.seat_id == seat.id, col(Idea.on_paper).is_(False), col(Idea.erasing).is_(False))
    ideas = (await session.execute(mine.order_by(col(Idea.id)))).scalars()
    found = [Own(i.public_id, IDEA, i.title, i.text, i.number, not (i.rule.written or i.rule.gone)) for i in ideas]
    said = select(Comment).where(Comment.seat_id == seat.id).order_by(col(Comment.id))
    found += [Own(c.public_id, COMMENT, "", c.text) for c in (await session.execute(said)).scalars()]
    added = select(Moment).join(Idea, col(Idea.id) == Moment.idea_id).where(added_by(seat.id), Moment.text != "")
    lines = (await session.execute(added.order_by(col(Moment.id)))).scalars()
    return found + [Own(key_of(line), ADDED, "", line.text) for line in lines]


async def load_people(session: AsyncSession, board: Board, name: str) -> list[tuple[Seat, Meeting | None]]:
    """Members of a board with the meeting they came to, newest first: those whose name holds `name`, also the ones who
    were removed, but nobody who is erased. One more than LISTED, where there are more. One query."""
    query = select(Seat, Meeting).outerjoin(Meeting, col(Meeting.id) == Seat.meeting_id)
    query = query.where(Seat.board_id == board.id, col(Seat.person_id).is_(None), col(Seat.erased_at).is_(None))
    query = query.where(col(Seat.role).not_in(STAFF), col(Seat.awaited_since).is_(None), Seat.name != FORMER)
    if name:
        query = query.where(col(Seat.name).icontains(name, autoescape=True))
    found = await session.execute(query.order_by(col(Seat.id).desc()).limit(LISTED + 1))
    return [(seat, meeting) for seat, meeting in found.all()]
