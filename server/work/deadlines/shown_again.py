"""An idea that was hidden is shown again: what came due meanwhile, and said nothing, is looked at now."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from schemas.idea import Idea
from schemas.job import Job, JobState
from server.core.change import Change
from server.work.deadlines.words import WHAT

DATED = WHAT.keys() - {"stale", "owner_left", "offices", "meeting_reminder", "meeting_end", "meeting_moved", "mail"}
"""Jobs that look at the idea first and are silent about a hidden one. Not those that look again by themselves, or that
are about something else."""


async def look_again(change: Change, idea: Idea, hidden_at: datetime) -> None:
    """Make due now what was done about an idea since it was hidden, when the caller's transaction commits."""
    meanwhile = (col(Job.state) == JobState.DONE, col(Job.done_at) >= hidden_at, col(Job.kind).in_(DATED))
    again = update(Job).where(col(Job.idea_id) == idea.id, *meanwhile)
    fresh = {"state": JobState.DUE, "attempts": 0, "due_at": change.now, "done_at": None}
    await change.session.execute(again.values(**fresh), execution_options={"synchronize_session": False})
