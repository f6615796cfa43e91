"""A deputy's first day has come, or their last one is over."""

from server.organisation.units.deputies import begin, end
from workers.registry import job
from workers.task import Task


@job("deputy_begins")
async def deputy_begins(task: Task) -> None:
    """Subject: the unit. Does nothing if there is no deputy by now, or one for other days."""
    async with task.record() as session:
        await begin(session, task.subject_id)


@job("deputy_ends")
async def deputy_ends(task: Task) -> None:
    """Subject: the unit. The same; whoever still has anything there hands it over, and both are told."""
    async with task.record() as session:
        await end(session, task.settings, task.subject_id)
