"""A decision that was written down wrongly, and is decided anew while the meeting lasts."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.answer import Answer, AnswerVersion, StatusChange, Step
from schemas.flow import FLOW
from schemas.idea import Idea
from schemas.roles import Role
from schemas.seat import Seat
from server.core.change import Change
from server.core.errors import NotNow
from server.work.answers.commands import MOVED
from server.work.owners.assigning import give


async def decided_here(change: Change, idea: Idea) -> StatusChange | None:
    """The line by which a coordinator wrote down what the meeting decided; None before it has. Raises NotNow when
    somebody else has moved the item since: a leader's own answer is theirs."""
    if idea.rule.written:
        return None
    query = select(StatusChange).where(StatusChange.idea_id == idea.id).order_by(col(StatusChange.id).desc())
    line = (await change.session.execute(query.limit(1))).scalar_one()
    by = await change.session.get(Seat, line.seat_id) if line.seat_id else None
    if by is None or by.role is not Role.COORDINATOR:
        raise NotNow(MOVED)
    return line


async def take_back(change: Change, idea: Idea, before: StatusChange, now: StatusChange) -> None:
    """Once an item has been decided anew: what the decision before brought with it goes, but for its line. An answer
    would else stand in a leader's name, and somebody would be reminded of a step that nobody decided."""
    answers = select(Answer.id).where(Answer.change_id == before.id)
    await change.session.execute(delete(AnswerVersion).where(col(AnswerVersion.answer_id).in_(answers)))
    await change.session.execute(delete(Answer).where(col(Answer.change_id) == before.id))
    steps = delete(Step).where(col(Step.idea_id) == idea.id, col(Step.done_at).is_(None))
    if FLOW[now.status].owned:
        steps = steps.where(col(Step.text) != now.text)
    else:
        await give(change, idea, [])
    await change.session.execute(steps)
