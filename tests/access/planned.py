"""A meeting with an agenda, one item of which was handed in and stands on it."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.format import Format, Phase
from schemas.idea import Idea
from server.core import clock
from tests.support.scene import make_meeting


async def planned(session: AsyncSession, board: Board) -> dict[str, str]:
    """The meeting and its item."""
    meeting = await make_meeting(session, board, "Et møde med dagsorden")
    meeting.format, meeting.phase = Format.REPRESENTATIVES, Phase.AGENDA
    meeting.starts_at, meeting.in_lobby = clock.now() + timedelta(days=30), True
    now = clock.now()
    at: dict[str, Any] = {
        "board_id": board.id or 0,
        "created_at": now,
        "status_at": now - timedelta(days=1),
        "shown_at": now,
    }
    item = Idea(
        public_id=new_public_id(), submission="item", meeting_id=meeting.id or 0, title="listed item", turn=1, **at
    )
    session.add(item)
    return {"planning": meeting.public_id, "listed": item.public_id}
