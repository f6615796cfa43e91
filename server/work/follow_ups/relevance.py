"""Whether a question is still worth asking: whether it waits for the next meeting, and whether it still makes sense."""

from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.flow import Status
from schemas.follow_up import ABOUT, DECIDED_FROM, OPEN_MOST, FollowUp, FollowUpAnswer, Question
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core.change import Change


async def waits(change: Change, asked: FollowUp) -> bool:
    """Whether the question stays open for the board's next meeting: too few have answered, the board has not met since
    it was asked, and OPEN_MOST has not passed. Only for "Kan du mærke det?"."""
    if asked.question is not Question.FELT or change.now >= asked.asked_at + OPEN_MOST:
        return False
    given = select(FollowUpAnswer.voter).where(FollowUpAnswer.follow_up_id == asked.id).limit(DECIDED_FROM)
    met = select(Meeting.id).where(
        Meeting.board_id == change.board.id,
        col(Meeting.ended_at) >= asked.asked_at,
        col(Meeting.settled_at).is_not(None),
        col(Meeting.cancelled_at).is_(None),
    )
    few = len((await change.session.execute(given)).all()) < DECIDED_FROM
    return few and (await change.session.execute(met.limit(1))).first() is None


def makes_sense(question: Question, line_id: int | None, idea: Idea, done: int | None) -> bool:
    """Whether a question about the line `line_id` still makes sense: the idea is not hidden, has a status the question
    can be about, and has not been carried out again since. `done`: its last line that says it was carried out."""
    return idea.hidden_at is None and idea.status in ABOUT[question] and done == line_id


async def has_object(change: Change, question: Question, line_id: int | None, idea: Idea) -> bool:
    """`makes_sense`, of an idea under its board's lock. One query."""
    newest = select(StatusChange.id).where(StatusChange.idea_id == idea.id, StatusChange.status == Status.DONE)
    last = (await change.session.execute(newest.order_by(col(StatusChange.id).desc()).limit(1))).scalar_one_or_none()
    return makes_sense(question, line_id, idea, last)
