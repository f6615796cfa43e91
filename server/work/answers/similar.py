"""Earlier ideas that resemble one, with what became of them, so that the same idea does not get two different
answers."""

from dataclasses import dataclass

from sqlalchemy import func, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.flow import FLOW
from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.ideas.groups.alike import READ, gist, likeness
from server.ideas.ideas.queries import Line, load_lines
from server.organisation.people.queries import BELOW
from server.work.answers.standing import shut_out

ALIKE = 50
"""The least likeness, of 100. Lower than for proposing groups: here it only suggests where to look."""
LOOKED_AT = 300
"""Only so many of the newest ideas that share a word are compared, so that the cost does not grow with the years."""
SHOWN = 3
ANY_WORD = text("""
    to_tsvector('danish', idea.title || ' ' || idea.text) @@ (
        SELECT string_agg(quote_literal(word), ' | ')::tsquery
        FROM unnest(tsvector_to_array(to_tsvector('danish', :words))) AS word)
""")
TOLD = tuple(status for status, rule in FLOW.items() if not rule.gone and not rule.written)
"""The statuses looked at. Left out are ideas that nobody has chosen yet, and those withdrawn or merged into another."""


@dataclass(frozen=True)
class Similar:
    """An idea that resembles another, and the last line of its story."""

    idea: Idea
    board: Board
    here: bool
    """Whether it is on the same board."""
    now: Line


async def load_similar(session: AsyncSession, idea: Idea, person: Person) -> list[Similar]:
    """The SHOWN ideas most like `idea` that `person` may see, the most alike first. At most three queries."""
    below = list((await session.execute(text(BELOW), {"person": person.id})).scalars())
    sits = select(Seat.board_id).where(
        Seat.person_id == person.id,
        col(Seat.removed_at).is_(None),
        Seat.role == Role.COORDINATOR,
    )
    query = (
        select(Idea, Board)
        .join(Board, col(Board.id) == Idea.board_id)
        .where(ANY_WORD.bindparams(words=f"{idea.title} {idea.text[:READ]}"))
        .where(or_(col(Board.unit_id).in_(below), col(Board.id).in_(sits)))
        .where(col(Board.id).not_in(shut_out(person)))
        .where(col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
        .where(Idea.id != idea.id, col(Idea.status).in_(TOLD))
        .order_by(col(Idea.id).desc())
        .limit(LOOKED_AT)
    )
    mine = gist(idea.title, idea.text)
    scored = []
    for other, board in (await session.execute(query)).all():
        score, _ = likeness(mine, gist(other.title, other.text))
        if score >= ALIKE:
            scored.append((score, board.id == idea.board_id, other.id, other, board))
    best = sorted(scored, key=lambda found: found[:3], reverse=True)[:SHOWN]
    if not best:
        return []
    newest = select(func.max(StatusChange.id)).where(col(StatusChange.idea_id).in_([found[2] for found in best]))
    lines = await load_lines(session, col(StatusChange.id).in_(newest.group_by(col(StatusChange.idea_id))))
    by_idea = {line.change.idea_id: line for line in lines}
    return [Similar(other, board, here, by_idea[id_]) for _, here, id_, other, board in best if id_ in by_idea]
