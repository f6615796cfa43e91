"""What is open to everybody on the board of a world: its page, and an idea that was carried out."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.publication import OpenIdea, Publication
from server.core import clock

NUMBER = 70
"""Of the idea: no other of the board has it."""


async def opened(session: AsyncSession, board: Board, meeting: Meeting) -> dict[str, str]:
    """Open the board's page with an idea that the coordinator retold."""
    now, slug = clock.now(), f"aaben-{new_public_id().lower()}"
    board.published = True
    session.add(Publication(board_id=board.id, slug=slug, opened_at=now))
    idea = Idea(
        public_id=new_public_id(),
        board_id=board.id,
        meeting_id=meeting.id,
        submission=new_token(),
        number=NUMBER,
        title="carried out",
        status=Status.DONE,
        status_at=now,
        created_at=now,
        shown_at=now,
    )
    session.add(idea)
    await session.flush()
    told: dict[str, Any] = {"title": "retold to everybody", "text": "by the coordinator"}
    session.add(OpenIdea(idea_id=idea.id, board_id=board.id, shown_at=now, retold=True, **told))
    return {"slug": slug, "number": str(NUMBER), "page": "2", "group": "gjort", "group_en": "done"}
