"""What a counted round chooses, and what that does to the ideas: the newest counted round of a meeting holds."""

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.flow import By, Status, may_become
from schemas.idea import Idea, stands
from schemas.round import Round, Tally
from schemas.stages import Stage
from server.change import Change
from server.ideas.commands import note


def last_chosen(ranks: list[int], most: int) -> int:
    """The last rank that is chosen: `most` ideas, and those level with the last of them.

    A tie that would make it more than twice as many chooses nobody of the tie; the coordinator then says which.
    """
    level = [rank for rank in ranks if rank <= most]
    return most if len(level) <= 2 * most else max(level) - 1


async def settle(board: Change, round_: Round) -> None:
    """Prioritise what the round chose, where its status allows that, and take back what only an earlier round of the
    meeting chose. What a coordinator set by hand, and what has moved on since, stays."""
    await board.session.flush()
    tallied = select(Tally.idea_id).where(Tally.round_id == round_.id, col(Tally.chosen))
    chosen = set((await board.session.execute(tallied)).scalars())
    for idea in await _movable(board, round_, chosen):
        if idea.id in chosen and may_become(idea.status, Status.PRIORITISED, By.ROUND):
            await note(board, idea, Status.PRIORITISED, round_id=round_.id)
        elif idea.id not in chosen and may_become(idea.status, Status.PROPOSED, By.ROUND):
            await note(board, idea, Status.PROPOSED, round_id=round_.id)


async def _movable(board: Change, round_: Round, chosen: set[int]) -> list[Idea]:
    """The ideas that the round chose, and those that stand where an earlier round of the meeting put them."""
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
    return list((await board.session.execute(query.order_by(col(Idea.number)))).scalars())
