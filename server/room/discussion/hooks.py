"""Whoever is erased never stood in a queue, and is not named in what was noted down."""

from sqlalchemy import delete, func, update
from sqlmodel import col

from schemas.answer import MEMBER
from schemas.discussion import Hand, Note
from server.core.change import Change
from server.core.erasing import SEAT_ERASED, Erasing
from server.ideas.comments.erasing import words_gone


async def erase_from_talk(change: Change, erasing: Erasing) -> None:
    """Delete when they wanted to speak; they have stepped out of the queue already, with their seat. Notes are the
    coordinator's words: only a full name is taken out of them."""
    await change.session.execute(delete(Hand).where(col(Hand.seat_id) == erasing.seat.id))
    if not erasing.full_name:
        return
    named = update(Note).where(
        col(Note.board_id) == change.board.id, col(Note.text).contains(erasing.full_name, autoescape=True)
    )
    unnamed = named.values(text=func.replace(Note.text, erasing.full_name, MEMBER))
    about = unnamed.returning(col(Note.idea_id), col(Note.consultation_id))
    found = {(idea, case) for idea, case in (await change.session.execute(about)).all()}
    for idea, case in sorted(found, key=str):
        change.tell(words_gone(idea, case))


SEAT_ERASED.add(erase_from_talk)
