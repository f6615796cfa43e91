"""A round's result as pages tell it, and the totals of an open one."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.disclosure import Detail
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Round, RoundState, Tally


@dataclass
class Result:
    """One line of a result; voters and dots are None where they may not be told."""

    idea: Idea
    voters: int | None
    dots: int | None
    share: int
    """Per cent of the idea with the most."""
    chosen: bool
    rank: int = 1


async def shown_results(session: AsyncSession, meeting: Meeting, round_: Round | None) -> list[Result]:
    """The lines of the meeting's newest result; while the coordinator steps through it, those shown so far."""
    if round_ is None or round_.state is not RoundState.CLOSED:
        return []
    lines, last = await load_results(session, round_), meeting.result_from
    if last is None or round_.detail is not Detail.EXACT:
        return lines
    return [line for line in lines if line.dots and line.rank >= last]


async def load_results(session: AsyncSession, round_: Round) -> list[Result]:
    """The lines of a closed round as they may be told, best first; without numbers they stand by idea number."""
    query = select(Tally, Idea).join(Idea, col(Idea.id) == Tally.idea_id).where(Tally.round_id == round_.id)
    query = query.where(col(Idea.hidden_at).is_(None))
    rows = (await session.execute(query.order_by(col(Tally.rank), col(Idea.number)))).all()
    exact = round_.detail is Detail.EXACT
    top = max((tally.dots for tally, _ in rows), default=0) or 1
    return [
        Result(
            idea,
            tally.voters if exact else None,
            tally.dots if exact else None,
            share=100 * tally.dots // top if exact else 0,
            chosen=tally.chosen,
            rank=tally.rank,
        )
        for tally, idea in rows
    ]
