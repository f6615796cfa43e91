"""prune: what has served its time goes on its own."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col

from schemas.follow import Follow
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.person import SignInLink
from schemas.presence import Presence
from schemas.session import BrowserSession
from server import clock
from workers.registry import every
from workers.task import Task

DONE_JOBS = timedelta(days=1)
SEEN_JOBS = timedelta(days=90)
"""What was done about an idea is shown to its coordinators for so long."""
DEAD_JOBS = timedelta(days=30)
MAIL = timedelta(days=30)
UNANSWERED = timedelta(days=30)
PRESENCE = timedelta(hours=1)
SESSIONS = timedelta(days=365)


@every(timedelta(hours=1))
async def prune(task: Task) -> None:
    """Old jobs, mail (sent or not), addresses that never said yes, sign-in links that have run out, presence of
    servers long gone, old sessions."""
    now, nobodys = clock.now(), col(Job.idea_id).is_(None)
    # Who follows without mail has said yes by doing so.
    unsaid = (col(Follow.mail).is_not(None), col(Follow.confirmed_at).is_(None))
    async with task.record() as session:
        for old in (
            delete(Job).where(col(Job.state) == JobState.DONE, col(Job.done_at) < now - DONE_JOBS, nobodys),
            delete(Job).where(col(Job.state) == JobState.DONE, col(Job.done_at) < now - SEEN_JOBS),
            delete(Job).where(col(Job.state) == JobState.DEAD, col(Job.done_at) < now - DEAD_JOBS),
            delete(Mail).where(col(Mail.created_at) < now - MAIL),
            delete(Follow).where(*unsaid, col(Follow.created_at) < now - UNANSWERED),
            delete(SignInLink).where(col(SignInLink.expires_at) < now, col(SignInLink.reusable).is_(False)),
            delete(Presence).where(col(Presence.at) < now - PRESENCE),
            delete(BrowserSession).where(col(BrowserSession.created_at) < now - SESSIONS),
        ):
            await session.execute(old, execution_options={"synchronize_session": False})
