"""given_up: tells whoever runs the installation which jobs were given up, at most once an hour."""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.mail import Mail
from server.core import clock
from server.core.translations import FIRST
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.work.deadlines import letters
from server.work.deadlines.queries import given_up
from workers.registry import every
from workers.task import Task

AT_MOST = timedelta(hours=1)
SETTLED = timedelta(seconds=30)
"""What has just been given up may not be visible yet; it is counted the next time."""


@every(timedelta(minutes=1))
async def tell_given_up(task: Task) -> None:
    """One letter with how many jobs of each kind were given up since the last one. It names no board and no person."""
    to, now = task.settings.operator_mail, clock.now()
    async with task.record() as session:
        if not to:
            return
        last = await _last_told(session, to)
        if last is not None and now - last < AT_MOST:
            return
        since = last - SETTLED if last else None
        found = await given_up(session, since, now - SETTLED, but_mail_to=to)
        if found:
            letter = letters.dead_jobs(list(found.items())).read_in(FIRST, UNSIGNED)
            ident = message_id(task.settings, "given_up", round(now.timestamp()))
            await post(session, to, letter.subject, letter.body, ident)


async def _last_told(session: AsyncSession, to: str) -> datetime | None:
    subject = letters.dead_jobs([]).read_in(FIRST, UNSIGNED).subject
    query = select(func.max(Mail.created_at)).where(Mail.recipient == to, Mail.subject == subject)
    return (await session.execute(query)).scalar_one()
