"""`peerboard check` says of the database what an operator must know, each in a sentence."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.database import Database
from server.core.revisions import head
from server.ops.embedded import Valkey
from tests.platform.running import peerboard
from tests.support.databases import rows
from tests.support.scene import make_board, make_person, make_units

SECRET = "s" * 32
Lines = Callable[..., Awaitable[dict[str, tuple[bool, str]]]]


@pytest.fixture
async def lines(database_url: str, valkey: Valkey) -> AsyncIterator[Lines]:
    """Runs the command and returns its lines by name: (whether it is well, the sentence)."""

    async def look(**env: str) -> dict[str, tuple[bool, str]]:
        told = {"PEERBOARD_DATABASE_URL": database_url, "PEERBOARD_REDIS_URL": valkey.url, "PEERBOARD_SECRET": SECRET}
        done = await asyncio.to_thread(peerboard, "check", **(told | env))
        assert "Traceback" not in done.stderr
        said = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
        assert done.returncode == any(word == "FAULT" for word, *_ in said)
        return {name: (word == "ok", sentence) for word, name, sentence in said}

    yield look
    await rows(database_url, f"ALTER DATABASE {make_url(database_url).database} RESET ALL")


async def test_all_is_well(lines: Lines) -> None:
    found = await lines()
    assert {name: well for name, (well, _) in found.items() if name != "theme"} == dict.fromkeys(
        ("settings", "database", "redis", "schema", "clock", "mail", "ledger", "providers"), True
    )
    assert found["schema"][1] == f"at {head()}"


@pytest.mark.parametrize(("offset", "said"), [("+3", "ahead of"), ("-3", "behind"), ("+1200", "ahead of")])
async def test_a_clock_that_is_off_is_a_fault(lines: Lines, offset: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "now").write_text(offset)
    well, sentence = (await lines(PEERBOARD_CLOCK_FILE=str(tmp_path / "now")))["clock"]
    assert not well
    assert f" s {said} the database's" in sentence
    assert "NTP" in sentence


async def test_a_clock_within_a_second_is_none(lines: Lines, tmp_path: Path) -> None:
    (tmp_path / "now").write_text("+0.5")
    assert (await lines(PEERBOARD_CLOCK_FILE=str(tmp_path / "now")))["clock"][0]


async def test_what_only_reads_is_a_fault(lines: Lines, database_url: str) -> None:
    await rows(database_url, f"ALTER DATABASE {make_url(database_url).database} SET default_transaction_read_only = on")
    found = await lines()
    assert found["database"] == (False, "can only be read: it follows another, or was told so")
    assert found["schema"][0]


@pytest.mark.parametrize(
    ("at", "well", "said"),
    [("0001_boards", False, "run 'peerboard migrate'"), ("9999_later", True, f"newer than this version ({head()})")],
)
async def test_how_old_the_tables_are(lines: Lines, database_url: str, at: str, well: bool, said: str) -> None:
    await rows(database_url, "UPDATE alembic_version SET version_num = $1", at)
    found = await lines()
    migrated = await asyncio.to_thread(peerboard, "migrate", PEERBOARD_DATABASE_URL=database_url) if well else None
    await rows(database_url, "UPDATE alembic_version SET version_num = $1", head())
    assert found["schema"][0] is well
    assert said in found["schema"][1]
    if migrated:
        assert (migrated.returncode, migrated.stderr) == (0, "")
        assert said in migrated.stdout


async def test_a_ledger_is_missed_and_one_that_lacks_somebody_is_told_of(
    lines: Lines, database: Database, tmp_path: Path
) -> None:
    well, said = (await lines())["ledger"]
    assert (well, said.split(":")[0]) == (True, "warning")
    kept = {"PEERBOARD_LEDGER": str(tmp_path / "ledger"), "PEERBOARD_LEDGER_KEY": "k" * 32}
    assert (await lines(**kept))["ledger"] == (True, f"0 erasures in {tmp_path / 'ledger'}")
    async with database.begin() as session:
        board = await make_board(
            session, await make_units(session, await make_person(session, "leo@x.test", "Leo", ""))
        )
        told: dict[str, Any] = {
            "public_id": "s",
            "board_id": board.id,
            "role": Role.PATIENT,
            "name": "",
            "joined_at": clock.now(),
        }
        session.add(Seat(**told, erased_at=clock.now()))
    assert (await lines(**kept))["ledger"][1].startswith("warning: it lacks 1 who were erased")
    (tmp_path / "ledger").unlink()
    (tmp_path / "ledger").mkdir()
    well, said = (await lines(**kept))["ledger"]
    assert not well
    assert "nobody can erase anything" in said
