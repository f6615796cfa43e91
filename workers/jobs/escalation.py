"""No answer came within the board's days after its date: the idea goes one unit up."""

from server.work.deadlines.escalation import escalate
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job("escalation")
async def escalation(task: Task) -> None:
    """Subject: the idea."""
    if task.row.board_id is None:
        return  # the board is gone, and the idea with it
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if expected(facts, change.now) and facts.idea is not None:
            await escalate(change, task.settings, facts.idea)
