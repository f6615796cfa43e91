"""A round's result as pages tell it, and the totals of an open one."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Round, RoundState, Tally, newest_counted


@dataclass
class Result:
    """One line of a result."""

    idea: Idea
    voters: int
    dots: int
    share: int
    """Per cent of the idea with the most."""
    chosen: bool
    rank: int = 1


async def told_round(session: AsyncSession, newest: Round | None) -> Round | None:
    """The round whose result holds beside the `newest` of its meeting: that one, or an earlier one where nothing of it
    may be told; none while people vote."""
    if newest is None or newest.state is RoundState.OPEN or newest.told:
        return newest if newest and newest.told else None
    query = select(Round).where(Round.id == newest_counted(newest.meeting_id))
    found = (await session.execute(query)).scalar_one_or_none()
    return found if found and found.told else None


async def shown_results(session: AsyncSession, meeting: Meeting, round_: Round | None) -> list[Result]:
    """The lines of the meeting's result; while the coordinator steps through it, those shown so far."""
    if round_ is None:
        return []
    lines, last = await load_results(session, round_), meeting.result_from
    if last is None:
        return lines
    return [line for line in lines if line.dots and line.rank >= last]


async def load_results(session: AsyncSession, round_: Round) -> list[Result]:
    """The lines of a closed round, best first; none where nothing may be told."""
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
