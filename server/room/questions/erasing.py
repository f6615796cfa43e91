"""What is kept of whoever asks goes when they are erased."""

from sqlalchemy import delete
from sqlmodel import col

from schemas.question_time import Asker, TurnMoved
from server.core.change import Change
from server.core.erasing import Erasing
from server.room.questions.supporting import erase_support


async def erase_asker(change: Change, erasing: Erasing) -> None:
    """Delete their name, address and yes, and what they want to know too."""
    gone = delete(Asker).where(col(Asker.seat_id) == erasing.seat.id).returning(col(Asker.seat_id))
    if (await change.session.execute(gone)).first() is not None and erasing.seat.meeting_id is not None:
        change.tell(TurnMoved(erasing.seat.meeting_id))
    await erase_support(change, erasing)
