"""No answer came within the board's days after its date: the idea goes one unit up."""

from server.work.deadlines.escalation import escalate
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job("escalation")
async def escalation(task: Task) -> None:
    """Subject: the idea."""
    if task.row.board_id is None:
        return  # the board is gone, and the idea with it
    async with changing(task, task.row.board_id) as change:
        await escalate(change, task.settings, task.subject_id)
