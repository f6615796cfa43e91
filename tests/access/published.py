"""What else is on the board's open page: an idea with an author, which a coordinator retold, and minutes."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.board import Board
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.publication import OpenIdea, OpenMinutes
from server.core import clock
from server.views.public.wordings import Words


async def published(session: AsyncSession, board: Board, idea: str, minuted: str) -> dict[str, str]:
    """Put them there. Returns the digest of the idea's words, which its author is asked about."""
    shown = (await session.execute(select(Idea).where(Idea.public_id == idea))).scalar_one()
    meeting = (await session.execute(select(Meeting).where(Meeting.public_id == minuted))).scalar_one()
    now, told = clock.now(), "retold by the coordinator"
    session.add(OpenIdea(idea_id=shown.id, board_id=board.id, shown_at=now, retold=True, title=told))
    session.add(OpenMinutes(meeting_id=meeting.id, board_id=board.id, number=1, version=1, shown_at=now))
    await session.flush()
    return {"open_minutes": "1", "digest": Words(shown.title, shown.text).digest.hex()}
