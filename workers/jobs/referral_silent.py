"""A body that was asked stayed silent for the board's days past the date: say so, and take the idea back."""

from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.referrals.silence import fall_silent
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job("referral_silent")
async def referral_silent(task: Task) -> None:
    """Subject: the referral."""
    if task.row.board_id is None:
        return  # the board is gone, and the idea with it
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if expected(facts, change.now) and facts.referral is not None and facts.idea is not None:
            await fall_silent(change, task.settings, facts.referral, facts.idea)
