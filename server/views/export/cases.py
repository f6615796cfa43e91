"""What bodies have asked a board, as rows of a file: each case with the approved answer and what came of it. What
members said about it is not in it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.consultation import Consultation
from server.views.export.ideas import day_of
from server.web.files.sheet import Cell

COLUMNS: tuple[str, ...] = (
    *("Sag", "Tekst", "Hvem spurgte", "Lagt frem", "Svar senest", "Besvaret", "Til tiden", "Trukket tilbage"),
    *("Svaret", "Hvad kom der ud af det", "Fortalt den"),
)


async def case_rows(session: AsyncSession, board_id: int) -> list[Sequence[Cell]]:
    """A row of headings, then one for each case as it was put. A draft of an answer is none. One query."""
    query = select(Consultation).where(Consultation.board_id == board_id)
    query = query.order_by(col(Consultation.put_at), col(Consultation.id))
    return [COLUMNS, *(_row(case) for case in (await session.execute(query)).scalars())]


def _row(case: Consultation) -> Sequence[Cell]:
    answered = case.answered_at is not None
    return (
        *(case.title, case.text or None, case.body, day_of(case.put_at), day_of(case.reply_by)),
        *(day_of(case.answered_at), ("ja" if case.in_time else "nej") if answered else None),
        *(day_of(case.withdrawn_at), case.answer if answered else None, case.came_of or None, day_of(case.came_at)),
    )
