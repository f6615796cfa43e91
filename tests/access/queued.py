"""A meeting in whose queue somebody's question stands, and whose rules want to know who asks."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.format import Format, Phase
from schemas.idea import Idea
from schemas.question_time import Asker
from schemas.seat import Seat
from server.core import clock
from tests.support.scene import make_meeting


async def queued(session: AsyncSession, board: Board, olga: Seat) -> dict[str, str]:
    """The meeting, and the question of somebody whom nobody asks as."""
    board.question_rules = "present"
    meeting = await make_meeting(session, board, "Et møde med spørgsmål")
    meeting.format, meeting.phase, now = Format.QUESTION_TIME, Phase.QUEUE, clock.now()
    meeting.in_lobby, meeting.starts_at = True, now + timedelta(days=1)  # so nobody counts as there yet
    at: dict[str, Any] = {
        "board_id": board.id or 0,
        "created_at": now,
        "status_at": now - timedelta(days=1),
        "shown_at": now,
    }
    words: dict[str, Any] = {"title": "queued question", "number": 901, "seat_id": olga.id, "submission": "q"}
    question = Idea(public_id=new_public_id(), meeting_id=meeting.id or 0, **words, **at)
    session.add(question)
    session.add(Asker(seat_id=olga.id, board_id=board.id or 0, name="Olga", address="Zqgade 1", at=now))
    return {"queueing": meeting.public_id, "queued": question.public_id}
