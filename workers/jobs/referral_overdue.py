"""The date by which a body was to answer has passed: tell them, and whoever asked them."""

from server.core import clock
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.referrals.watching import tell_late
from workers.registry import job
from workers.task import Task


@job("referral_overdue")
async def referral_overdue(task: Task) -> None:
    """Subject: the referral."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if expected(facts, clock.now()) and facts.referral and facts.idea and facts.board:
            await tell_late(session, task.settings, facts.referral, facts.idea, facts.board)
