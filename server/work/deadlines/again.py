"""Making jobs due again: those that were given up, when a coordinator asks for it, and those that stayed silent about a
hidden idea, when it is shown again."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.seat import Seat
from server.core import clock, jobs
from server.core.change import Change
from server.core.runtime import Runtime
from server.work.deadlines.words import WHAT


async def try_again(runtime: Runtime, seat: Seat, idea_id: str, kind: str) -> int:
    """Make the given-up jobs of one kind due now, for one idea of the seat's board or, with an empty `idea_id`, for
    those that concern no idea. Records who asked. Returns how many; jobs that were not given up are left alone."""
    about = select(Idea.id).where(Idea.public_id == idea_id, Idea.board_id == seat.board_id)
    here = col(Job.idea_id).is_(None) if not idea_id else col(Job.idea_id).in_(about)
    given_up = (col(Job.board_id) == seat.board_id, col(Job.kind) == kind, col(Job.state) == JobState.DEAD, here)
    fresh = {"state": JobState.DUE, "attempts": 0, "due_at": clock.now(), "done_at": None, "again_by": seat.id}
    async with runtime.database.begin() as session:
        tried = update(Job).where(*given_up).values(**fresh).returning(col(Job.subject_id))
        subjects = list((await session.execute(tried, execution_options={"synchronize_session": False})).scalars())
        if kind == "mail":  # counts as new again, or it would be too old at once
            mails = update(Mail).where(col(Mail.id).in_(subjects), col(Mail.sent_at).is_(None))
            await session.execute(mails.values(created_at=clock.now()))
            # Whoever asks wants it sent, even if it may have arrived already.
            marks = delete(Job).where(col(Job.kind) == "handed", col(Job.subject_id).in_(subjects))
            await session.execute(marks)
    if subjects:
        await jobs.ring(runtime.doorbell)
    return len(subjects)


DATED = WHAT.keys() - {"stale", "owner_left", "offices", "meeting_reminder", "meeting_end", "meeting_moved", "mail"}
"""Jobs that look at the idea first and stay silent about a hidden one. Left out are those that come back by themselves
and those that concern something other than an idea."""


async def look_again(change: Change, idea: Idea, hidden_at: datetime) -> None:
    """Make the jobs that ran for an idea since `hidden_at` due again, as part of the caller's transaction."""
    meanwhile = (col(Job.state) == JobState.DONE, col(Job.done_at) >= hidden_at, col(Job.kind).in_(DATED))
    again = update(Job).where(col(Job.idea_id) == idea.id, *meanwhile)
    fresh = {"state": JobState.DUE, "attempts": 0, "due_at": change.now, "done_at": None}
    await change.session.execute(again.values(**fresh), execution_options={"synchronize_session": False})
