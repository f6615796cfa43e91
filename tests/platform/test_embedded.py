"""The embedded PostgreSQL and Valkey: quick, kept over a stop, back after a kill."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from server.ops.embedded import CouldNotStart, Postgres, Valkey
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import comes_true


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "data" / "postgres")
    server.start()
    yield server
    server.stop()


async def test_postgres_is_version_18_with_danish_search(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url)
    version = await connection.fetchval("SHOW server_version")
    words = await connection.fetchval("SELECT to_tsvector('danish', 'Pårørende på afdelingerne')::text")
    upper = await connection.fetchval("SELECT upper('æøå')")
    await connection.close()
    assert version.startswith("18.")
    assert "afdeling" in words
    assert upper == "ÆØÅ"


async def test_postgres_keeps_what_it_has_over_a_stop_and_a_kill(postgres: Postgres) -> None:
    await _run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer")
    postgres.stop()
    postgres.start()
    assert await _value(postgres, "SELECT answer FROM kept") == 42
    url = postgres.url
    postgres.kill()
    postgres.start()
    assert postgres.url == url, "who holds the address finds it again"
    assert await _value(postgres, "SELECT answer FROM kept") == 42


def test_a_second_start_finds_what_the_first_has_made(postgres: Postgres) -> None:
    postgres.stop()
    made = (postgres.folder / "PG_VERSION").stat().st_mtime_ns
    postgres.start()
    assert (postgres.folder / "PG_VERSION").stat().st_mtime_ns == made, "made anew"


@pytest.mark.soak
def test_second_start_takes_under_a_second(postgres: Postgres) -> None:
    postgres.stop()
    with Stopwatch() as watch:
        postgres.start()
    assert watch.seconds < 1


def test_a_stale_pid_file_is_no_obstacle(postgres: Postgres) -> None:
    postgres.stop()
    (postgres.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.folder}\n")
    postgres.start()
    assert postgres.alive


def test_an_interrupted_first_start_begins_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server = Postgres(tmp_path / "postgres", durable=False)
    server.start()
    server.stop()
    assert not half.exists()


@pytest.mark.parametrize("name", ["PG_VERSION", "letters.txt"])
def test_what_is_no_database_of_ours_is_left_alone(tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "postgres" / name
    theirs.parent.mkdir()
    theirs.write_text("kept")
    with pytest.raises(CouldNotStart, match=r"left alone: choose another folder with --data DIR\.$"):
        Postgres(tmp_path / "postgres", durable=False).start()
    assert theirs.read_text() == "kept"


def test_postgres_that_cannot_start_says_why_in_one_sentence(postgres: Postgres) -> None:
    postgres.stop()
    config = postgres.folder / "postgresql.conf"
    config.write_text("shared_buffers = 'lots'\n")
    with pytest.raises(
        CouldNotStart, match=r'PostgreSQL did not start: configuration file ".+" contains errors .+postgres\.log\)$'
    ):
        postgres.start()
    assert postgres.log.read_text().count("configuration file") == 1
    config.write_text("port = 'none'\n")
    with pytest.raises(CouldNotStart):
        postgres.start()
    assert postgres.log.read_text().count("configuration file") == 2, "what an earlier start said is kept"


async def test_valkey_is_version_9_and_comes_back_empty(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    server.start()
    try:
        client = Redis.from_url(server.url)
        assert (await client.info("server"))["valkey_version"].startswith("9.")
        await client.set("bell", "1")
        await client.aclose()
        url = server.url
        server.kill()
        server.start()
        assert server.url == url
        client = Redis.from_url(url)
        assert await client.get("bell") is None
        await client.aclose()
    finally:
        server.stop()
    assert not server.alive


ORPHANS = """
import sys, time
from pathlib import Path
from server.ops.embedded import Postgres, Valkey
postgres, valkey = Postgres(Path(sys.argv[1]) / "pg", durable=False), Valkey(Path(sys.argv[1]))
postgres.start(); valkey.start()
print(postgres.pid, valkey.pid, flush=True)
time.sleep(60)
"""


def test_they_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHANS, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.kill()
    assert comes_true(lambda: not any(_runs(pid) for pid in pids))


def _runs(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


async def _run(postgres: Postgres, sql: str) -> None:
    connection = await asyncpg.connect(postgres.url)
    await connection.execute(sql)
    await connection.close()


async def _value(postgres: Postgres, sql: str) -> object:
    connection = await asyncpg.connect(postgres.url)
    value: object = await connection.fetchval(sql)
    await connection.close()
    return value
