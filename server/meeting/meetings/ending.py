"""How a meeting ends: a coordinator ends it, or a worker does a day after the last activity in it. An hour later it is
settled, and what its end publishes is published; until then it can be opened again (`reopening.py`)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.ending import MeetingEnded, MeetingSettled
from schemas.job import Job, JobState
from schemas.meeting import Meeting
from server.core import jobs
from server.core.attending import all_came
from server.core.change import Change
from server.meeting.meetings.leading import lead_on, leave_phase
from server.meeting.meetings.phases import AFTER_END, BEFORE_END, SETTLED, part_of

KIND = "meeting_end"
"""The kind of job that ends a meeting if nobody else does."""
AFTER = timedelta(days=1)
"""How long after its planned end, and after the last activity, a meeting ends without a coordinator."""
SETTLE = "meeting_settle"
"""The kind of job that settles a meeting."""
AGAIN = timedelta(hours=1)
"""How long a meeting that has ended can be opened again."""
LAST_ACT = text("""
WITH idea AS (SELECT id, created_at FROM idea WHERE meeting_id = :meeting),
    seat AS (SELECT id, joined_at FROM seat WHERE meeting_id = :meeting)
SELECT greatest(
    (SELECT max(created_at) FROM idea),
    (SELECT max(joined_at) FROM seat),
    (SELECT max(since) FROM session_seat WHERE seat_id IN (SELECT id FROM seat)),
    (SELECT max(written_at) FROM comment WHERE meeting_id = :meeting),
    (SELECT max(at) FROM event WHERE board_id = :board AND (
        CAST(data ->> 'meeting_id' AS bigint) = :meeting
        OR kind IN ('SeatJoined', 'SeatChanged', 'SeatReturned')
            AND CAST(data ->> 'seat_id' AS bigint) IN (SELECT id FROM seat)
        OR kind IN ('IdeaEdited', 'IdeaAdmitted') AND CAST(data ->> 'idea_id' AS bigint) IN (SELECT id FROM idea))))
""")
"""When the last activity in a meeting was. Ballots do not count, since we never store when one was cast."""


async def due_to_end(session: AsyncSession, meeting: Meeting) -> None:
    """Have a worker check whether the meeting is still open AFTER its planned end. There is one job for each planned
    end; if the end is moved and moved back after its job has run, it gets another one."""
    at, board_id, plan = meeting.planned_end + AFTER, meeting.board_id, _plan_of(meeting)
    done = select(func.count()).where(Job.kind == KIND, Job.subject_id == meeting.id, Job.state == JobState.DONE)
    earlier = (await session.execute(done.where(_is_for(plan)))).scalar_one()
    name = f"{plan}:{earlier}" if earlier else plan
    await jobs.due(session, KIND, meeting.id, at, board_id=board_id, dedupe=name)


def is_planned(job: Job, meeting: Meeting) -> bool:
    """Whether the job is for the end as it is planned now. If that was moved, another job is."""
    return ":".join(job.dedupe.split(":")[:3]) == _plan_of(meeting)


def _plan_of(meeting: Meeting) -> str:
    return f"{KIND}:{meeting.id}:{meeting.planned_end.timestamp():.0f}"


def _is_for(plan: str) -> ColumnElement[bool]:
    return or_(col(Job.dedupe) == plan, col(Job.dedupe).startswith(f"{plan}:", autoescape=True))


async def ends_itself_at(session: AsyncSession, meeting: Meeting) -> datetime:
    """When a worker will end the meeting if nothing more happens in it."""
    known = {"meeting": meeting.id, "board": meeting.board_id}
    last: datetime | None = (await session.execute(LAST_ACT, known)).scalar_one()
    return max(meeting.planned_end, last or meeting.planned_end) + AFTER


async def end(change: Change) -> None:
    """End the meeting. Whatever its phase has open is given up without a result. `phases.py` says what features do
    then, and in which order; what leaves the room waits for `settle`."""
    at = change.at
    await leave_phase(change, None)
    await BEFORE_END(change)
    at.ended_at, at.settled_at = change.now, None
    at.door_was_open, at.door_open = at.door_open, False
    await all_came(change.session, at)
    await AFTER_END(change)
    await due_to_settle(change.session, at)
    change.tell(MeetingEnded(at.id))


async def settle(change: Change) -> None:
    """Publish what the end of the meeting publishes; from now on it cannot be opened again. Does nothing for a meeting
    that is settled, or goes on. A worker calls it when the hour has passed, and approving the minutes does."""
    at = change.at
    if not at.may_go_on:
        return
    await SETTLED(change)
    at.settled_at = change.now
    change.tell(MeetingSettled(at.id))


async def due_to_settle(session: AsyncSession, meeting: Meeting) -> None:
    """Have a worker settle the meeting when its hour has passed. There is one job for each time that it has ended."""
    if meeting.ended_at is not None:
        at, name = meeting.ended_at + AGAIN, name_of_end(meeting)
        await jobs.due(session, SETTLE, meeting.id, at, board_id=meeting.board_id, dedupe=name)


def name_of_end(meeting: Meeting) -> str:
    """What the job that settles the meeting is called, for as long as it is not opened again."""
    return f"{SETTLE}:{meeting.id}:{meeting.ended_at.timestamp() if meeting.ended_at else 0:.6f}"


async def is_to_be_settled(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether there is such a job for the end that the meeting has had. The version before writes none: it publishes as
    it ends a meeting."""
    made = select(Job.id).where(Job.dedupe == name_of_end(meeting)).limit(1)
    return (await session.execute(made)).first() is not None


async def unsettled(session: AsyncSession, before: datetime) -> list[Meeting]:
    """Meetings that ended before then and are not settled."""
    left = (col(Meeting.settled_at).is_(None), col(Meeting.cancelled_at).is_(None), col(Meeting.ended_at) < before)
    return list((await session.execute(select(Meeting).where(*left).order_by(col(Meeting.id)))).scalars())


async def end_itself(change: Change) -> None:
    """End a meeting that nobody else has ended. What people gave in its phase is counted first."""
    counted_in = part_of(change.at.phase).counted_in
    if counted_in is not None:
        await lead_on(change, counted_in)
    change.at.ended_itself = True
    await end(change)


async def open_without_job(session: AsyncSession) -> list[Meeting]:
    """Meetings that are not over and that no job will end: created by an earlier version, or restored from a backup."""
    waiting = select(Job.id).where(Job.kind == KIND, Job.subject_id == Meeting.id, Job.state != JobState.DONE)
    query = select(Meeting).where(col(Meeting.ended_at).is_(None), ~waiting.exists())
    return list((await session.execute(query.order_by(col(Meeting.id)))).scalars())
