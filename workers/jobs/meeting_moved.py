"""A meeting was moved or cancelled: tell those who were invited by mail, and their calendars."""

from datetime import timedelta

from schemas.ending import MeetingCancelled
from schemas.meeting import Meeting, MeetingChanged
from server.core import clock, jobs
from server.meeting.invitations.telling import tell_invited
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.registry import News, job, on
from workers.task import Task

SETTLED = timedelta(minutes=5)
"""People who set up a meeting often save twice; we only send how it ends up."""


@on(MeetingChanged)
async def meeting_changed(news: News[MeetingChanged]) -> None:
    """Tell people in a while, if the change is one that shows in their calendars."""
    meeting = await news.session.get(Meeting, news.event.meeting_id)
    if meeting is None or meeting.id is None or not meeting.sequence or meeting.over:
        return
    dedupe, at = f"meeting_moved:{meeting.id}:{meeting.sequence}", clock.now() + SETTLED
    await jobs.due(news.session, "meeting_moved", meeting.id, at, board_id=meeting.board_id, dedupe=dedupe)


@job("meeting_moved")
async def meeting_moved(task: Task) -> None:
    """Subject: the meeting. Only its newest change is sent, and nothing about a meeting that is over."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if expected(facts, clock.now()) and facts.meeting is not None:
            await tell_invited(session, task.settings, facts.meeting, "moved")


@on(MeetingCancelled)
async def meeting_cancelled(news: News[MeetingCancelled]) -> None:
    """Tell people at once."""
    meeting = await news.session.get(Meeting, news.event.meeting_id)
    if meeting is not None and meeting.cancelled_at is not None and meeting.starts_at > clock.now():
        await tell_invited(news.session, news.settings, meeting, "cancelled")
