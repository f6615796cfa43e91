"""Erasing somebody's comments: each is replaced, or stays without a name."""

from sqlmodel import col, select

from schemas.belonging import BY_ITS_AUTHOR
from schemas.comment import Comment
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
        change.tell(WordsErased(comment.idea_id))
