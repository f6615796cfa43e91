"""How a meeting ends: by its coordinator, or by itself a day after the last that happened in it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.job import Job, JobState
from schemas.meeting import Meeting, MeetingEnded
from server.core import jobs
from server.core.change import Change
from server.meeting.meetings.leading import lead_on, leave_phase
from server.meeting.meetings.phases import AFTER_END, BEFORE_END, part_of

KIND = "meeting_end"
"""The job that ends a meeting which nobody ends."""
AFTER = timedelta(days=1)
"""So long after its planned end, and after the last that happened in it."""
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
"""Ballots are not among it: when one was cast is written down nowhere."""


async def due_to_end(session: AsyncSession, meeting: Meeting) -> None:
    """Have a worker look whether the meeting is still open a day after its planned end: one job for each such end. An
    end that was moved away, and back after its job had found it gone, gets another."""
    at, board_id, plan = meeting.planned_end + AFTER, meeting.board_id, _plan_of(meeting)
    gone = select(func.count()).where(Job.kind == KIND, Job.subject_id == meeting.id, Job.state == JobState.DONE)
    before = (await session.execute(gone.where(_is_for(plan)))).scalar_one()
    name = f"{plan}:{before}" if before else plan
    await jobs.due(session, KIND, meeting.id, at, board_id=board_id, dedupe=name)


def is_planned(job: Job, meeting: Meeting) -> bool:
    """Whether the job is for the end as it is planned now. When that moves, there is another."""
    return ":".join(job.dedupe.split(":")[:3]) == _plan_of(meeting)


def _plan_of(meeting: Meeting) -> str:
    return f"{KIND}:{meeting.id}:{meeting.planned_end.timestamp():.0f}"


def _is_for(plan: str) -> ColumnElement[bool]:
    return or_(col(Job.dedupe) == plan, col(Job.dedupe).startswith(f"{plan}:", autoescape=True))


async def ends_itself_at(session: AsyncSession, meeting: Meeting) -> datetime:
    """When the meeting ends by itself if nothing more happens in it."""
    known = {"meeting": meeting.id, "board": meeting.board_id}
    last: datetime | None = (await session.execute(LAST_ACT, known)).scalar_one()
    return max(meeting.planned_end, last or meeting.planned_end) + AFTER


async def end(change: Change) -> None:
    """End the meeting; what its phase had open is given up without a result. What features do then, and in which order,
    stands in `phases.py`."""
    await leave_phase(change, None)
    await BEFORE_END(change)
    change.at.ended_at, change.at.door_open = change.now, False
    await AFTER_END(change)
    change.tell(MeetingEnded(change.at.id))


async def end_itself(change: Change) -> bool:
    """The same where nobody did: what people gave in its phase is counted first. Whether there was such a phase."""
    counted_in = part_of(change.at.phase).counted_in
    if counted_in is not None:
        await lead_on(change, counted_in)
    change.at.ended_itself = True
    await end(change)
    return counted_in is not None


async def open_without_job(session: AsyncSession) -> list[Meeting]:
    """Meetings that nobody has ended and no job waits for: made by a version before, or brought back from a backup."""
    waits = select(Job.id).where(Job.kind == KIND, Job.subject_id == Meeting.id, Job.state != JobState.DONE)
    query = select(Meeting).where(col(Meeting.ended_at).is_(None), ~waits.exists())
    return list((await session.execute(query.order_by(col(Meeting.id)))).scalars())
