"""A round's result: its ranks and what they choose, its lines as pages show them, and its file for a spreadsheet."""

from dataclasses import dataclass

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.disclosure import Count, Totals
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Round, RoundIdea, RoundState, Tally, newest_counted
from server.core.errors import NotFound
from server.web.files.sheet import Cell


@dataclass
class Result:
    """One line of a result."""

    idea: Idea
    voters: int
    dots: int
    share: int
    """Its dots in per cent of those of the idea with the most."""
    chosen: bool
    rank: int = 1


def ranked(ideas: list[int], totals: Totals[int]) -> list[tuple[int, Count, int]]:
    """(idea, count, rank) with the most dots first; equal dots share a rank, as in 1, 2, 2, 4."""
    counts = [(idea, totals.of(idea)) for idea in ideas]
    return [(idea, got, 1 + sum(other.dots > got.dots for _, other in counts)) for idea, got in counts]


def last_chosen(ranks: list[int], most: int) -> int:
    """The last rank that is chosen: that of the `most` best ideas and those tied with the last of them. `ranks` has one
    for each idea with dots.

    A tie that would make it more than twice as many is left out altogether; the coordinator then decides.
    """
    level = [rank for rank in ranks if rank <= most]
    return most if len(level) <= 2 * most else max(level) - 1


async def told_round(session: AsyncSession, newest: Round | None) -> Round | None:
    """The round whose result is in force, given the `newest` of its meeting: that one or, if nothing of it may be
    disclosed, an earlier one. None while people vote."""
    if newest is None or newest.state is RoundState.OPEN or newest.told:
        return newest if newest and newest.told else None
    query = select(Round).where(Round.id == newest_counted(newest.meeting_id))
    found = (await session.execute(query)).scalar_one_or_none()
    return found if found and found.told else None


async def shown_results(session: AsyncSession, meeting: Meeting, round_: Round | None) -> list[Result]:
    """The lines of the meeting's result; while the coordinator reveals it step by step, those shown so far."""
    if round_ is None:
        return []
    lines, last = await load_results(session, round_), meeting.result_from
    if last is None:
        return lines
    return [line for line in lines if line.dots and line.rank >= last]


async def load_results(session: AsyncSession, round_: Round) -> list[Result]:
    """The lines of a closed round, best first; none if nothing may be disclosed."""
    if not round_.told:
        return []
    query = select(Tally, Idea).join(Idea, col(Idea.id) == Tally.idea_id).where(Tally.round_id == round_.id)
    query = query.where(col(Idea.hidden_at).is_(None))
    rows = (await session.execute(query.order_by(col(Tally.rank), col(Idea.number)))).all()
    top = max((tally.dots for tally, _ in rows), default=0) or 1
    return [
        Result(
            idea,
            tally.voters,
            tally.dots,
            share=100 * tally.dots // top,
            chosen=tally.chosen,
            rank=tally.rank,
        )
        for tally, idea in rows
    ]


COLUMNS = ("idea_ref", "title", "voters", "dots")
"""The columns of the result as a file, which has a row for every idea of the round. If anybody voted on paper, a last
row without a reference says how many."""
ON_PAPER = "(på papir)"


async def result_rows(session: AsyncSession, token: str) -> tuple[int, list[tuple[Cell, ...]]]:
    """The board's id and the rows of the file that a token leads to. They hold the newest result of the token's
    meeting, most dots first: a link handed out before the vote was repeated gives the result now in force. Raises
    NotFound if the token's own round was not counted.

    If the figures may not be disclosed they are empty, and the ideas are in order of number, because their rank would
    disclose as much."""
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
        figures = (tally.voters, tally.dots) if exact else (None, None)
        rows.append((idea.source_ref or idea.number, idea.title, *figures))
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
