"""Once a minute: where the database is, so that a copy of it can be told from itself (server/core/whereabouts.py)."""

import asyncio
from datetime import timedelta

from server.core.ledger import Ledger
from server.core.whereabouts import count_up, where
from workers.registry import every
from workers.task import Task


@every(timedelta(minutes=1))
async def note_whereabouts(task: Task) -> None:
    """Count up, and note in the ledger what was so a minute ago. The sweep has compared the two before."""
    async with task.record() as session:
        found = await where(session)
        await count_up(session, found)
    ledger = Ledger.open(task.settings)
    if ledger and found.before:
        await asyncio.to_thread(ledger.note_position, found.before)
