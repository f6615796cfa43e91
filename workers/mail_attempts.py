"""How often a mail left us without our knowing the outcome: a worker died between the mail server's yes and the
record, or the mail server fell silent right there. Such a mail is sent again, but not a third time.

Each attempt leaves a mark just before the text goes out, in a transaction of its own; any answer but yes from the mail
server removes it. So a mark that stays means that nobody knows.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.job import Job, JobState
from server.core import clock
from server.core.database import Database
from server.mail.sender import Refused, Unreached

MOST = 2


async def times(session: AsyncSession, mail_id: int) -> int:
    """How often the text of a mail was on its way when we last heard of it."""
    query = select(func.count()).select_from(Job).where(col(Job.dedupe).in_(_marks(mail_id)))
    return (await session.execute(query)).scalar_one()


@asynccontextmanager
async def handing(database: Database, mail_id: int) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Returns what to await at the last moment before the text goes out."""

    made: list[str] = []

    async def mark() -> None:
        async with database.begin() as session:
            name, now = _marks(mail_id)[await times(session, mail_id)], clock.now()
            # Marked done, so nobody takes it, and it is pruned with the other done jobs.
            kept = Job(kind="handed", subject_id=mail_id, dedupe=name, due_at=now, done_at=now, state=JobState.DONE)
            session.add(kept)
        made.append(name)

    try:
        yield mark
    except (Refused, Unreached) as error:
        if isinstance(error, Unreached) and error.begun:
            raise
        async with database.begin() as session:
            await session.execute(delete(Job).where(col(Job.dedupe).in_(made)))
        raise


def _marks(mail_id: int) -> list[str]:
    return [f"handed:{mail_id}:{number}" for number in range(MOST)]
