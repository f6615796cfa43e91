"""What becomes of the ideas that a round chose, and of those that only an earlier round had chosen."""

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.flow import By, Status, may_become
from schemas.idea import Idea, stands
from schemas.round import Round, Tally
from schemas.stages import Stage
from server.core.change import Change
from server.ideas.ideas.commands import note


async def settle(change: Change, round_: Round) -> None:
    """Prioritise what the round chose, as far as its status allows, and undo what only an earlier round of the meeting
    chose. What a coordinator marked by hand, and what has moved on since, is left alone."""
    await change.session.flush()
    tallied = select(Tally.idea_id).where(Tally.round_id == round_.id, col(Tally.chosen))
    chosen = set((await change.session.execute(tallied)).scalars())
    for idea in await _movable(change, round_, chosen):
        if idea.id in chosen and may_become(idea.status, Status.PRIORITISED, By.ROUND):
            await note(change, idea, Status.PRIORITISED, round_id=round_.id)
        elif idea.id not in chosen and may_become(idea.status, Status.PROPOSED, By.ROUND):
            await note(change, idea, Status.PROPOSED, round_id=round_.id)


async def _movable(change: Change, round_: Round, chosen: set[int]) -> list[Idea]:
    """The ideas that the round chose, and those still where an earlier round of the meeting put them."""
    line = aliased(StatusChange)
    newest = select(func.max(line.id)).where(col(line.idea_id) == Idea.id).scalar_subquery()
    earlier = select(Round.id).where(Round.meeting_id == round_.meeting_id, Round.id != round_.id)
    by_round = (
        select(Idea.id)
        .join(StatusChange, col(StatusChange.id) == newest)
        .where(Idea.meeting_id == round_.meeting_id, stands(stage=Stage.CHOSEN))
        .where(col(StatusChange.round_id).in_(earlier))
    )
    query = select(Idea).where(col(Idea.id).in_(chosen) | col(Idea.id).in_(by_round))
    return list((await change.session.execute(query.order_by(col(Idea.number)))).scalars())
