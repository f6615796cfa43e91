"""A board's answers as rows of a file: all that were given to ideas that everybody may see, and how they read before
somebody edited them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Answer, AnswerVersion, StatusChange
from schemas.idea import Idea
from server.core.translations import say
from server.views.export.ideas import day_of
from server.web.files.sheet import Cell
from server.web.labels_of_statuses import STATUSES

COLUMNS: tuple[str, ...] = (
    *(
        "Nummer",
        "Titel",
        "Svar",
        "Trin",
        "Svaret af",
        "Stilling",
        "Enhed",
        "På vegne af",
        "Svaret den",
        "Udgave",
        "Gælder nu",
    ),
)


async def answer_rows(session: AsyncSession, board_id: int) -> list[Sequence[Cell]]:
    """A row of headings, then one for each answer as it reads or read, by the idea's number. Two queries."""
    query: Any = select(Answer, Idea.number, Idea.title, StatusChange.status).join(Idea, col(Idea.id) == Answer.idea_id)
    query = query.join(StatusChange, col(StatusChange.id) == Answer.change_id)
    seen = (Idea.board_id == board_id, col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    found = (await session.execute(query.where(*seen).order_by(col(Idea.number), col(Answer.id)))).all()
    ids = [answer.id for answer, *_ in found]
    older = select(AnswerVersion).where(col(AnswerVersion.answer_id).in_(ids)).order_by(col(AnswerVersion.version))
    before: dict[int, list[AnswerVersion]] = {}
    for version in (await session.execute(older)).scalars():
        before.setdefault(version.answer_id, []).append(version)
    rows: list[Sequence[Cell]] = [COLUMNS]
    for answer, number, title, status in found:
        about, step = (number, title), say("da", STATUSES[status])
        rows += (
            (*about, was.text, step, was.name, None, None, None, day_of(was.at), was.version, "nej")
            for was in before.get(answer.id, [])
        )
        by = (answer.name, answer.title, answer.level, answer.behalf or None)
        rows.append((*about, answer.text, step, *by, day_of(answer.at), answer.version, "ja"))
    return rows
