"""When a hidden idea is shown again, the jobs that came due meanwhile, and stayed silent, run now."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from schemas.idea import Idea
from schemas.job import Job, JobState
from server.core.change import Change
from server.work.deadlines.words import WHAT

DATED = WHAT.keys() - {"stale", "owner_left", "offices", "meeting_reminder", "meeting_end", "meeting_moved", "mail"}
"""Jobs that look at the idea first and stay silent about a hidden one. Left out are those that come back by themselves
and those that concern something other than an idea."""


async def look_again(change: Change, idea: Idea, hidden_at: datetime) -> None:
    """Make the jobs that ran for an idea since `hidden_at` due again, as part of the caller's transaction."""
    meanwhile = (col(Job.state) == JobState.DONE, col(Job.done_at) >= hidden_at, col(Job.kind).in_(DATED))
    again = update(Job).where(col(Job.idea_id) == idea.id, *meanwhile)
    fresh = {"state": JobState.DUE, "attempts": 0, "due_at": change.now, "done_at": None}
    await change.session.execute(again.values(**fresh), execution_options={"synchronize_session": False})
