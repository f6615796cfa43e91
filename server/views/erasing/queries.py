"""What somebody wrote themselves on a board, for them to choose what stays."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.comment import Comment
from schemas.idea import Idea
from schemas.moment import Moment
from schemas.seat import Seat
from server.core.errors import N_
from server.ideas.moments.erasing import added_by, key_of

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
