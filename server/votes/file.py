"""The result as a file that a spreadsheet may open: `idea_ref;title;voters;dots`, every idea of the round a row.

A last row without a reference says how many of the voters voted on paper, if anybody did."""

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.round import Round, RoundIdea, RoundState, Tally, newest_counted
from server.errors import NotFound
from server.files.sheet import Cell

COLUMNS = ("idea_ref", "title", "voters", "dots")
ON_PAPER = "(på papir)"


async def result_rows(session: AsyncSession, token: str) -> tuple[int, list[tuple[Cell, ...]]]:
    """The board, and the newest result of the meeting that a token belongs to, most dots first: an address that was
    given away before the vote was repeated answers with what holds now. Raises NotFound where the token's own round was
    not counted.

    Where the figures may not be told they are empty, and the ideas stand by number: the order would tell as well."""
    own = aliased(Round)
    query = (
        select(Round)
        .join(own, col(own.meeting_id) == Round.meeting_id)
        .where(own.result_token == token, own.state == RoundState.CLOSED)
        .where(Round.id == newest_counted(own.meeting_id))
    )
    round_ = (await session.execute(query)).scalar_one_or_none()
    if round_ is None:
        raise NotFound
    exact = round_.told
    rows: list[tuple[Cell, ...]] = [COLUMNS]
    for idea, tally in await _rows(session, round_, by_rank=exact):
        told = (tally.voters, tally.dots) if exact else (None, None)
        rows.append((idea.source_ref or idea.number, idea.title, *told))
    if round_.on_paper:
        rows.append((None, ON_PAPER, round_.on_paper, None))
    return round_.board_id, rows


async def _rows(session: AsyncSession, round_: Round, *, by_rank: bool) -> list[tuple[Idea, Tally]]:
    same = and_(col(Tally.round_id) == RoundIdea.round_id, col(Tally.idea_id) == RoundIdea.idea_id)
    query = select(Idea, Tally).join(RoundIdea, col(RoundIdea.idea_id) == Idea.id).outerjoin(Tally, same)
    order = (col(Tally.rank), col(Idea.number)) if by_rank else (col(Idea.number),)
    seen = col(Idea.hidden_at).is_(None)
    found = await session.execute(query.where(RoundIdea.round_id == round_.id, seen).order_by(*order))
    return [(idea, tally) for idea, tally in found.all()]
