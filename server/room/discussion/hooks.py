"""Whoever is erased never stood in a queue."""

from sqlalchemy import delete
from sqlmodel import col

from schemas.discussion import Hand
from server.core.change import Change
from server.core.erasing import SEAT_ERASED, Erasing


async def erase_hands(change: Change, erasing: Erasing) -> None:
    """Delete when they wanted to speak; they have stepped out of the queue already, with their seat."""
    await change.session.execute(delete(Hand).where(col(Hand.seat_id) == erasing.seat.id))


SEAT_ERASED.add(erase_hands)
