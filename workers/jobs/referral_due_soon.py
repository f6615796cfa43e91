"""Reminds a body that was asked about an idea while there are still three days left to answer."""

from server.core import clock
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.referrals.watching import remind
from workers.registry import job
from workers.task import Task


@job("referral_due_soon")
async def referral_due_soon(task: Task) -> None:
    """Subject: the referral. One letter, and only if it can be read in time."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if expected(facts, clock.now()) and facts.referral and facts.idea and facts.board:
            await remind(session, task.settings, facts.referral, facts.idea, facts.board)
