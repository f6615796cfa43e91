"""Erasing what somebody added to timelines: each is replaced, or stays without a name."""

from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.belonging import BY_ITS_AUTHOR
from schemas.idea import Idea, WordsErased
from schemas.moment import Moment, MomentKind
from server.core.change import Change
from server.core.erasing import Erasing

OWN = (MomentKind.ADDED, MomentKind.ATTENTION)
"""What the author of an idea puts on its timeline."""


def key_of(moment: Moment) -> str:
    """The name under which a line is kept, as ideas and comments are by their public id. Its number is given again
    after a restore, but never to the same member."""
    return f"moment-{moment.id}"


def added_by(seat_id: int | None) -> Any:
    """A condition on a line and its idea: a member added it. Lines from before that was written down are those of the
    idea's author, unless other ideas were merged into it: then they may be anybody's."""
    part = aliased(Idea)
    joined = select(part.id).where(col(part.merged_into_id) == Idea.id).correlate(Idea).exists()
    alone = and_(col(Moment.written_by).is_(None), col(Idea.seat_id) == seat_id, ~col(Idea.on_paper), ~joined)
    return and_(col(Moment.kind).in_(OWN), or_(col(Moment.written_by) == seat_id, alone))


async def erase_added(change: Change, erasing: Erasing) -> None:
    """Erase what they added to timelines, except what is kept."""
    query = select(Moment).join(Idea, col(Idea.id) == Moment.idea_id).where(added_by(erasing.seat.id))
    for moment in (await change.session.execute(query.order_by(col(Moment.id)))).scalars().all():
        moment.submission = None
        if moment.text and key_of(moment) not in erasing.kept:
            erasing.words.add(moment.text)
            moment.text = BY_ITS_AUTHOR
        change.tell(WordsErased(moment.idea_id))
