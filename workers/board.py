"""How a job changes a board: through the same door as people, in the transaction that completes the job."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.core.change import Change, changing_in
from workers.task import Task


@asynccontextmanager
async def changing(task: Task, board_id: int) -> AsyncIterator[Change]:
    """Change a board as nobody in particular and complete the job: both, or neither. Events get the board's next
    numbers; pages hear of them within a second, when the servers look. Raises NotFound when there is no such board."""
    async with task.record() as session, changing_in(session, board_id) as change:
        yield change
