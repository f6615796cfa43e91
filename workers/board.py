"""A job that changes a board: the same door as for people, in the transaction that completes the job."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.core.change import Change, changing_in
from workers.task import Task


@asynccontextmanager
async def changing(task: Task, board_id: int) -> AsyncIterator[Change]:
    """Change a board as nobody in particular, and complete the job, or nothing of both. Events get the board's next
    numbers; pages learn of them by the servers' own look, within a second. Raises NotFound without such a board."""
    async with task.record() as session, changing_in(session, board_id) as change:
        yield change
