"""Questions that a meeting did not come to: they wait for the next one, or fall where the rules say so."""

from sqlalchemy import or_
from sqlmodel import col, select

from schemas.format import Phase
from schemas.idea import Idea, IdeasRevealed, stands
from schemas.meeting import Meeting
from schemas.question_clauses import lapses
from schemas.question_rules import Clause, rules_named
from schemas.question_time import Became, Turn
from server.core.change import Change
from server.core.days import danish_day
from server.room.questions.calling import end_turn, lapse


async def put_off_the_rest(change: Change) -> None:
    """When the meeting can no longer be opened again: what nothing has become of waits for the next meeting, or lapses
    if an election is near. If the next meeting is planned, it goes there at once."""
    if not change.at.form.queues:
        return
    rules = rules_named(change.board.question_rules)
    near = lapses(rules, change.board.election_on, danish_day(change.now))
    had = select(Turn.id).where(Turn.idea_id == Idea.id, Turn.meeting_id == change.at.id, col(Turn.became).is_not(None))
    left = select(Idea).where(Idea.meeting_id == change.at.id, *_VISIBLE, stands(written=True), ~had.exists())
    for idea in (await change.session.execute(left.order_by(col(Idea.id)))).scalars().all():
        if near:
            await lapse(change, idea, Clause.ELECTION)
        await end_turn(change, idea, Became.LAPSED if near else Became.NEXT)
    await bring_along(change)


async def bring_along(change: Change) -> None:
    """Put the board's questions that wait into its next meeting with a queue, if one is planned. Support does not come
    along: those who want to know say so again."""
    planned = select(Meeting).where(Meeting.board_id == change.board.id, col(Meeting.ended_at).is_(None))
    coming = (await change.session.execute(planned.order_by(col(Meeting.starts_at), col(Meeting.id)))).scalars()
    into = next((meeting for meeting in coming if meeting.form.queues), None)
    if into is None:
        return
    put_off = select(Turn.id).where(
        Turn.idea_id == Idea.id, Turn.meeting_id == Idea.meeting_id, Turn.became == Became.NEXT
    )
    waits = select(Idea).join(Meeting, col(Meeting.id) == Idea.meeting_id).where(Idea.board_id == change.board.id)
    at = change.meeting.id if change.meeting is not None else None
    settled = or_(col(Meeting.settled_at).is_not(None), col(Meeting.id) == at)
    waits = waits.where(*_VISIBLE, stands(written=True), put_off.exists(), settled)
    ideas = (await change.session.execute(waits)).scalars().all()
    ideas = [idea for idea in ideas if idea.meeting_id != into.id]
    for idea in ideas:
        idea.meeting_id = into.id
    if ideas:
        change.tell(IdeasRevealed(into.id))


async def leave_the_floor(change: Change, _: Phase | None) -> None:
    """On leaving the queue: what is before the room waits again, unless it was said what became of it."""
    called = (Turn.meeting_id == change.at.id, col(Turn.called_at).is_not(None), col(Turn.ended_at).is_(None))
    for turn in (await change.session.execute(select(Turn).where(*called))).scalars().all():
        turn.ended_at = change.now


_VISIBLE = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
