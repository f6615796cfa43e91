"""After a round its ballots and its secret are nowhere in the database's files."""

import importlib

import pytest
from sqlalchemy import text

from schemas.codes import new_public_id, new_token
from schemas.round import Method, Round, RoundClosed, RoundState
from schemas.secret import Secret
from server.core import clock
from server.core.database import Database
from server.core.settings import Settings
from tests.support.waiting import until
from tests.workers.scene import Room, ask, until_idle, working

vacuum = importlib.import_module("workers.jobs.vacuum")  # the module; the function has the same name

SECRET, VOTER = b"secret-of-the-round-in-question", b"voter-key-of-somebody"
WHY = "SELECT last_error FROM job WHERE kind = 'vacuum'"
AN_HOUR = "UPDATE job SET due_at = due_at - interval '1 h' WHERE kind = 'vacuum' RETURNING 1"
"""It goes by."""
IN_FILE = "SELECT position(CAST(:mark AS bytea) IN pg_read_binary_file(pg_relation_filepath('{}'))) > 0"


async def _traces(database: Database) -> list[bool]:
    async with database.begin() as session:
        await session.execute(text("CHECKPOINT"))
    return [
        await ask(database, IN_FILE.format("ballot"), mark=VOTER),
        any([await ask(database, IN_FILE.format(table), mark=SECRET) for table in ("secret", "round")]),
    ]


async def _voted(room: Room, database: Database) -> Round:
    round_ = Round(
        public_id=new_public_id(),
        board_id=room.board_id,
        meeting_id=room.meeting.id or 0,
        method=Method.DOTS,
        dots=5,
        most=3,
        opened_at=clock.now(),
        result_token=new_token(),
    )
    async with database.begin() as session:
        session.add(round_)
        await session.flush()
        session.add(Secret(round_id=round_.id, value=SECRET))
        vote = text("INSERT INTO ballot (round_id, voter, dots, version) VALUES (:round, :voter, '{}', 1)")
        await session.execute(vote, {"round": round_.id, "voter": VOTER})
    return round_


async def _close(room: Room, database: Database, round_: Round, state: RoundState = RoundState.CLOSED) -> None:
    async with database.begin() as session:
        await session.execute(text("DELETE FROM ballot"))
        row = await session.get_one(Round, round_.id)
        row.state = state
        await session.execute(text("DELETE FROM secret"))
    await room.tell(RoundClosed(round_.id or 0))


async def test_nothing_is_left_in_the_files(room: Room, settings: Settings, database: Database) -> None:
    round_ = await _voted(room, database)
    await _close(room, database, round_)
    assert await _traces(database) == [True, True], "deleting alone leaves traces"
    async with working(settings):
        await until_idle(database)
    assert await _traces(database) == [False, False]


@pytest.mark.parametrize("old", ["reader", "writer"])
async def test_it_waits_for_transactions_that_began_before(
    room: Room, settings: Settings, database: Database, old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = vacuum.PATIENCE
    monkeypatch.setattr(vacuum, "PATIENCE", 0.5)
    round_ = await _voted(room, database)
    async with database.snapshot() if old == "reader" else database.begin() as session:
        await session.execute(text("SELECT 1" if old == "reader" else "UPDATE person SET title = ''"))
        await _close(room, database, round_)
        async with working(settings):
            await until(lambda: _is(database, WHY, "RowsInUse"), what="it to see who is there")
    monkeypatch.setattr(vacuum, "PATIENCE", usual)
    await ask(database, AN_HOUR)
    async with working(settings):
        await until_idle(database)
    assert await _traces(database) == [False, False]


async def test_it_steps_aside_for_those_who_vote(room: Room, settings: Settings, database: Database) -> None:
    round_ = await _voted(room, database)
    await _close(room, database, round_)
    async with database.begin() as voter:
        await voter.execute(text("LOCK TABLE ballot IN ROW EXCLUSIVE MODE"))
        async with working(settings):
            await until(lambda: _is(database, WHY, "TablesInUse"), what="it to see the voter")
    await ask(database, AN_HOUR)
    async with working(settings):
        await until_idle(database)
    assert await _traces(database) == [False, False]


async def test_an_open_round_is_left_alone(room: Room, settings: Settings, database: Database) -> None:
    round_ = await _voted(room, database)
    await room.tell(RoundClosed(round_.id or 0))
    before = await ask(database, "SELECT pg_relation_filepath('ballot')")
    async with working(settings):
        await until_idle(database)
    assert await ask(database, "SELECT pg_relation_filepath('ballot')") == before


async def _is(database: Database, query: str, wanted: object) -> bool:
    return bool(await ask(database, query) == wanted)
