"""Trying again what was given up."""

from sqlalchemy import delete, update
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.seat import Seat
from server.core import clock, jobs
from server.core.runtime import Runtime


async def try_again(runtime: Runtime, seat: Seat, idea_id: str, kind: str) -> int:
    """Make due now what of one kind was given up about an idea of the seat's board (about none, with an empty id);
    it is remembered who asked. Returns how many; what was not given up stays as it is."""
    about = select(Idea.id).where(Idea.public_id == idea_id, Idea.board_id == seat.board_id)
    here = col(Job.idea_id).is_(None) if not idea_id else col(Job.idea_id).in_(about)
    given_up = (col(Job.board_id) == seat.board_id, col(Job.kind) == kind, col(Job.state) == JobState.DEAD, here)
    fresh = {"state": JobState.DUE, "attempts": 0, "due_at": clock.now(), "done_at": None, "again_by": seat.id}
    async with runtime.database.begin() as session:
        tried = update(Job).where(*given_up).values(**fresh).returning(col(Job.subject_id))
        subjects = list((await session.execute(tried, execution_options={"synchronize_session": False})).scalars())
        if kind == "mail":  # it is as new again, or it would be too old at once
            mails = update(Mail).where(col(Mail.id).in_(subjects), col(Mail.sent_at).is_(None))
            await session.execute(mails.values(created_at=clock.now()))
            # Whoever asks wants it sent, also where it may have come already.
            marks = delete(Job).where(col(Job.kind) == "handed", col(Job.subject_id).in_(subjects))
            await session.execute(marks)
    if subjects:
        await jobs.ring(runtime.doorbell)
    return len(subjects)
