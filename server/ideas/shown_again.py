"""An idea that was hidden is shown again: what came due meanwhile, and said nothing, is looked at now."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.job import Job, JobState

DATED = (
    *("idea_sent", "answer_due_soon", "answer_overdue", "escalation", "on_hold", "trial_ended"),
    *("step_due", "step_overdue", "step_late", "owner_given", "felt", "effect_3", "effect_12", "follow_up_close"),
)
"""Jobs that look at the idea first and are silent about a hidden one. What looks again by itself is not here."""


async def look_again(session: AsyncSession, idea_id: int, hidden_at: datetime, now: datetime) -> None:
    """Make due now what was done about an idea since it was hidden, when the caller's transaction commits."""
    meanwhile = (col(Job.state) == JobState.DONE, col(Job.done_at) >= hidden_at, col(Job.kind).in_(DATED))
    again = update(Job).where(col(Job.idea_id) == idea_id, *meanwhile)
    fresh = {"state": JobState.DUE, "attempts": 0, "due_at": now, "done_at": None}
    await session.execute(again.values(**fresh), execution_options={"synchronize_session": False})
