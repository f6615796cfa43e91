"""The jobs of a closed board wait until it is opened again, but for what must keep no secret longer than promised."""

from datetime import timedelta

from sqlalchemy import text

from schemas.board import Board
from schemas.unit import Unit
from server.core import clock, jobs
from server.core.database import Database
from server.core.settings import Settings
from server.mail.news import News, Reader, tell
from server.organisation.people.letters import sign_in
from server.work.deadlines.words import ENDED
from tests.support.databases import rows
from tests.support.scene import make_board
from tests.workers.scene import Room
from workers import lease
from workers.registry import KINDS

KINDS_OF_IT = ("answer_overdue", "mail", "meeting_settle", "vacuum")


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
    assert await taken(database) == ["meeting_settle", "vacuum"], "answers given in secret are counted, and deleted"
    await close(database, room, closed=False)
    assert await taken(database) == sorted(KINDS_OF_IT)


async def test_a_letter_that_waits_for_a_closed_board_takes_no_others_in(
    room: Room, database: Database, settings: Settings
) -> None:
    """One reader leads two boards: what the one that is open has to say must not wait for the other to be opened."""

    async def told(board_id: int, ident: str) -> None:
        async with database.begin() as session:
            news = News(None, sign_in("https://peerboard.test/l"), ENDED, "https://peerboard.test/l", ident, board_id)
            await tell(session, Reader(room.leo.mail, "da"), news)

    async with database.begin() as session:
        other = await make_board(session, await session.get_one(Unit, room.board.unit_id), "Det andet")
    await told(room.board_id, "<first@x>")
    await close(database, room, closed=True)
    for ident in ("<second@x>", "<third@x>"):
        await told(other.id or 0, ident)
    query = "SELECT board_id, jsonb_array_length(lines) FROM job JOIN mail ON mail.id = subject_id"
    found = await rows(settings.database_url, f"{query} WHERE kind = 'mail' AND recipient = $1", room.leo.mail)
    assert sorted(map(tuple, found)) == [(room.board_id, 1), (other.id, 2)]
