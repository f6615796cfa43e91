"""What the department has asked its own board: a case that waits, and one that was answered."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.meeting import Meeting
from server.core import clock
from server.core.days import danish_day


async def consulted(session: AsyncSession, board: Board) -> dict[str, str]:
    """Make them, and a comment on the one that waits; what the paths of the table need of them."""
    day = danish_day(clock.now() + timedelta(days=9))
    waits, replied = (
        Consultation(
            board_id=board.id, unit_id=board.unit_id, body="Afdeling A", title=title, put_at=clock.now(), reply_by=day
        )
        for title in ("Hvem svarer natten", "Hvem svarer dagen")
    )
    replied.answer, replied.answered_at = "Ring til afsnittet", clock.now()
    session.add_all([waits, replied])
    await session.flush()
    meeting = (await session.execute(select(Meeting.id).where(Meeting.board_id == board.id))).scalars().first()
    said = Comment(
        public_id=new_public_id(),
        board_id=board.id or 0,
        meeting_id=meeting or 0,
        consultation_id=waits.id,
        submission="case",
        text="Om natten",
        written_at=clock.now(),
    )
    session.add(said)
    cases = {"consultation": waits.public_id, "answered_case": replied.public_id, "reply": replied.token}
    return cases | {"case_comment": said.public_id}
