"""What fell due between a backup and its being put back: it may have been done already, so the operator decides."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.runtime import Runtime
from workers import registry

HELD_WHEN = "These wait for you: 'peerboard restored --send' does them now, 'peerboard restored --drop' never."
HOLD = """UPDATE job SET state = 'held', lease_token = NULL, lease_until = NULL
WHERE state = 'due' AND due_at > :since AND due_at <= :now AND kind = ANY(:kinds)"""
LIST = """SELECT kind, count(*), min(due_at), max(due_at) FROM job WHERE state = 'held' GROUP BY kind ORDER BY kind"""
SEND = """WITH freed AS (UPDATE job SET state = 'due', due_at = :now WHERE state = 'held' RETURNING kind, subject_id),
young AS (UPDATE mail SET created_at = :now FROM freed WHERE freed.kind = 'mail' AND mail.id = freed.subject_id)
SELECT count(*) FROM freed"""
DROP = """WITH gone AS (UPDATE job SET state = 'done', done_at = :now, last_error = 'Dropped' WHERE state = 'held'
    RETURNING kind, subject_id),
emptied AS (UPDATE mail SET body = '', unsubscribe = NULL, calendar = NULL FROM gone
    WHERE gone.kind = 'mail' AND mail.id = gone.subject_id AND mail.sent_at IS NULL)
SELECT count(*) FROM gone"""


async def hold(session: AsyncSession, since: datetime) -> list[str]:
    """Hold what fell due after `since` and would write to somebody. Returns a line for each kind."""
    registry.load()
    kinds = [kind.name for kind in registry.KINDS.values() if not kind.every and not kind.while_closed]
    await session.execute(text(HOLD), {"since": since, "now": clock.now(), "kinds": kinds})
    return await listed(session)


async def listed(session: AsyncSession) -> list[str]:
    """What is held, a line for each kind: how many, and when they fell due. Never to whom."""
    found = (await session.execute(text(LIST))).all()
    return [
        f"{number:5} {kind:<18} due {first:%d %B %H:%M} to {last:%d %B %H:%M} UTC"
        for kind, number, first, last in found
    ]


async def decide(runtime: Runtime, *, send: bool) -> str:
    """Do what is held now, or never. Returns a sentence."""
    async with runtime.database.begin() as session:
        number = (await session.execute(text(SEND if send else DROP), {"now": clock.now()})).scalar_one()
    return f"{number} {'are done now' if send else 'were dropped'}."
