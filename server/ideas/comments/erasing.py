"""Erasing somebody's comments: each is replaced, or stays without a name."""

from sqlmodel import col, select

from schemas.belonging import BY_ITS_AUTHOR
from schemas.comment import Comment
from schemas.consultation import ConsultationChanged
from schemas.event import EventBase
from schemas.idea import WordsErased
from server.core.change import Change
from server.core.erasing import Erasing


async def erase_comments(change: Change, erasing: Erasing) -> None:
    """Erase the words of their comments, except those that are kept."""
    mine = select(Comment).where(Comment.seat_id == erasing.seat.id).order_by(col(Comment.id))
    for comment in (await change.session.execute(mine)).scalars().all():
        comment.submission, comment.hidden_reason = comment.public_id, ""
        if comment.public_id not in erasing.kept:
            erasing.words.add(comment.text)
            comment.text = BY_ITS_AUTHOR
        change.tell(words_gone(comment.idea_id, comment.consultation_id))


def words_gone(idea_id: int | None, consultation_id: int | None) -> EventBase:
    """What to tell when words about an idea, or about a case, can be read no more because somebody was erased."""
    if idea_id is not None:
        return WordsErased(idea_id)
    assert consultation_id is not None
    return ConsultationChanged(consultation_id)
