"""A meeting is coming up: remind those who were invited by mail, on the last working day before it."""

from schemas.meeting import Meeting, MeetingChanged, MeetingOpened
from server.core import clock, jobs
from server.meeting.invitations.telling import day_before, tell_invited
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.registry import News, job, on
from workers.task import Task


@on(MeetingOpened, MeetingChanged)
async def meeting_planned(news: News[MeetingOpened | MeetingChanged]) -> None:
    """Wait for the day before. A meeting that is moved gets another reminder; the first one then sees that it moved."""
    meeting = await news.session.get(Meeting, news.event.meeting_id)
    if meeting is None or meeting.id is None or meeting.over:
        return
    at = day_before(meeting.starts_at)
    if at <= clock.now():
        return  # somebody invited today needs no reminder
    dedupe = f"meeting_reminder:{meeting.id}:{meeting.starts_at.timestamp():.0f}"
    await jobs.due(news.session, "meeting_reminder", meeting.id, at, board_id=meeting.board_id, dedupe=dedupe)


@job("meeting_reminder")
async def meeting_reminder(task: Task) -> None:
    """Subject: the meeting. Does nothing when it was moved or cancelled, or is behind us after an outage."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if expected(facts, clock.now()) and facts.meeting is not None:
            await tell_invited(session, task.settings, facts.meeting, "tomorrow")
