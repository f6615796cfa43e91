"""The jobs of a closed board wait until it is opened again, but for what must keep no secret longer than promised."""

from datetime import timedelta

from sqlalchemy import text

from schemas.board import Board
from server.core import clock, jobs
from server.core.database import Database
from tests.workers.scene import Room
from workers import lease
from workers.registry import KINDS

KINDS_OF_IT = ("answer_overdue", "mail", "vacuum")


async def close(database: Database, room: Room, *, closed: bool) -> None:
    async with database.begin() as session:
        board = await session.get_one(Board, room.board_id)
        board.closed_at = clock.now() if closed else None


async def taken(database: Database) -> list[str]:
    """The kinds of the jobs that a worker would do now; nothing is done."""
    names = list(KINDS_OF_IT)
    while_closed = [name for name in names if KINDS[name].while_closed]
    async with database.begin() as session:
        _, found = await lease.take(session, names, 10, while_closed)
        kinds = sorted(job.kind for job in found)
        await session.execute(text("UPDATE job SET lease_until = NULL"))
    return kinds


async def test_jobs_wait_while_the_board_is_closed(room: Room, database: Database) -> None:
    async with database.begin() as session:
        for kind in KINDS_OF_IT:
            due = clock.now() - timedelta(minutes=1)
            await jobs.due(session, kind, room.board_id, due, board_id=room.board_id, dedupe=f"{kind}:{room.board_id}")
    await close(database, room, closed=True)
    assert await taken(database) == ["vacuum"]
    await close(database, room, closed=False)
    assert await taken(database) == sorted(KINDS_OF_IT)
