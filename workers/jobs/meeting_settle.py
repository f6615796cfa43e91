"""The hour in which a meeting can be opened again has passed: publish what its end publishes."""

from datetime import timedelta

from server.core import clock
from server.meeting.meetings.ending import AGAIN, SETTLE, due_to_settle, settle, unsettled
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.board import changing
from workers.jobs.meeting_end import tell_coordinators
from workers.registry import every, job
from workers.task import Task


@job(SETTLE, lasting=True, while_closed=True)
async def meeting_settle(task: Task) -> None:
    """Subject: the meeting. Does nothing when it was opened again, or is settled: its minutes were approved. It is
    never given up, nor waits for a closed board, because only this deletes what was said in secret."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if not expected(facts, change.now) or (meeting := facts.meeting) is None:
            return
        change.meeting = meeting
        await settle(change)
        if meeting.ended_itself:
            await tell_coordinators(change, task.settings)


@every(timedelta(hours=1))
async def meetings_left_unsettled(task: Task) -> None:
    """Meetings that were ended without that job get it."""
    async with task.record() as session:
        for meeting in await unsettled(session, clock.now() - AGAIN):
            await due_to_settle(session, meeting)
