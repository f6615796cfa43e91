"""A board was asked something with a date: remind its coordinators before it, and say when it has passed."""

from server.core import clock
from server.work.consultations.watching import remind
from workers.registry import job
from workers.task import Task


@job("consultation_due")
async def consultation_due(task: Task) -> None:
    """Subject: the case. Silent once it was answered or withdrawn."""
    async with task.record() as session:
        await remind(session, task.settings, task.subject_id, clock.now())


@job("consultation_late")
async def consultation_late(task: Task) -> None:
    """The same, after the date."""
    async with task.record() as session:
        await remind(session, task.settings, task.subject_id, clock.now())
