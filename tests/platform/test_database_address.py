"""One address for everything that connects: TLS, several hosts, names; what is wrong is said before anything starts."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
import trustme
from sqlalchemy import text
from sqlalchemy.engine import make_url

from server.core import database_address
from server.core.database import Database
from server.core.database_address import DatabaseAddress
from server.core.database_health import State, look
from server.core.errors import Away
from server.core.revisions import head
from server.ops import migrate
from server.ops.embedded import Postgres
from tests.faults.world import socket_of
from tests.platform.running import peerboard
from tests.support.clusters import copy
from tests.support.proxy import Proxy, upstream_unix
from tests.support.site import free_port
from tests.support.tls import TlsFront

WRONG = {
    "mysql://u:hunter2@h/db": "postgresql://",
    "postgresql:///db": "names no host",
    "postgresql://u:hunter2@h/db?ssl=require": "does not know 'ssl'",
    "postgresql://u:hunter2@h/db?sslmod=require": "does not know 'sslmod'",
    "postgresql://u:hunter2@h/db?sslmode=on": "sslmode that is none of",
    "postgresql://u:hunter2@h/db?sslmode=verify-full": "needs sslrootcert",
    "postgresql://u:hunter2@h/db?sslmode=verify-full&sslrootcert=/nowhere.pem": "not there: sslrootcert",
    f"postgresql://u:hunter2@h/db?sslmode=verify-ca&sslrootcert={__file__}": "cannot be used: sslrootcert",
    f"postgresql://u:hunter2@h/db?sslkey={__file__}": "sslkey without sslcert",
    "postgresql://u:hunter2@h:port/db": "1 to 65535",
    "postgresql://u:hunter2@h:70000/db": "1 to 65535",
    "postgresql://u:hunter2@h1,,h2/db": "host without a name",
    "postgresql://u:hunter2@h1/db?host=h2": "both before the name and",
    "postgresql://u:hunter2@/db?host=h1,h2,h3&port=1,2": "one port for all hosts",
    "postgresql://u:hunter2@h/db?target_session_attrs=master": "target_session_attrs that is none of",
    "postgresql://u:hunter2#@h/db": "%23",
    "postgresql://u:hunter2@[::1/db": "cannot be read",
}
SPELLED = {
    "postgresql://u:p%40%3A@h/db": [("h", 5432)],
    "postgres://u@h1:1,h2:2/db?target_session_attrs=primary": [("h1", 1), ("h2", 2)],
    "postgresql://u@h1,h2:2/db": [("h1", 5432), ("h2", 2)],
    "postgresql://u@/db?host=h1:1&host=h2:2": [("h1", 1), ("h2", 2)],
    "postgresql://u@/db?host=h1,h2&port=1,2": [("h1", 1), ("h2", 2)],
    "postgresql://u@[::1]:77/db": [("::1", 77)],
    "postgresql://u@/db?host=/run/a%20b&port=5433": [("/run/a b", 5433)],
    "postgresql://u@%2Frun%2Fpostgresql/db": [("/run/postgresql", 5432)],
}


@pytest.mark.parametrize("url", WRONG)
def test_what_is_wrong_is_said_and_no_password(url: str) -> None:
    with pytest.raises(ValueError) as said:
        DatabaseAddress.read(url)
    assert WRONG[url] in str(said.value)
    assert "hunter2" not in str(said.value)


@pytest.mark.parametrize("url", SPELLED)
def test_every_spelling_is_read(url: str) -> None:
    assert list(DatabaseAddress.read(url).hosts) == SPELLED[url]


@pytest.mark.parametrize("command", ["serve", "work", "migrate", "check", "mail"])
def test_every_command_refuses_a_wrong_address_with_a_sentence(command: str) -> None:
    url = "postgresql://u:hunter2@h/db?sslmode=on"
    told = peerboard(command, PEERBOARD_DATABASE_URL=url, PEERBOARD_REDIS_URL="unix:///x", PEERBOARD_SECRET="s" * 32)
    said = told.stdout + told.stderr
    assert told.returncode == 1, said
    assert "PEERBOARD_DATABASE_URL has a sslmode that is none of disable" in said
    assert len(said.strip().splitlines()) == 1, said
    assert "hunter2" not in said


def test_the_machines_own_authorities_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, own = "postgresql://u@h/db?sslmode=verify-full&sslrootcert=system", tmp_path / "own.pem"
    trustme.CA().cert_pem.write_to_path(str(own))
    monkeypatch.setattr(database_address, "AUTHORITIES", (str(own),))
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: SimpleNamespace(cafile=None))
    assert dict(DatabaseAddress.read(url).tls)["sslrootcert"] == str(own)
    monkeypatch.setattr(database_address, "AUTHORITIES", ())
    with pytest.raises(ValueError, match="install ca-certificates"):
        DatabaseAddress.read(url)


async def test_a_database_that_refuses_us_is_one_sentence(front: TlsFront) -> None:
    """Not only one that is not there: a name, a password, a certificate may be wrong."""
    url = f"postgresql://nobody@localhost:{front.port}/peerboard"
    for command in ("migrate", "mail"):
        told = await asyncio.to_thread(peerboard, command, PEERBOARD_DATABASE_URL=url)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr == "Peerboard cannot reach its database: see 'peerboard check'.\n"


async def works(url: str) -> None:
    """By the engine, the bare driver, for migrations, and for whoever asks how it is."""
    opened = Database(url, size=1)
    await opened.start()
    try:
        async with opened.begin() as session:
            assert (await session.execute(text("SELECT 1"))).scalar_one() == 1
        async with opened.bare() as line:
            assert await line.fetchval("SELECT 1") == 1
        assert await migrate.current(url) == head()
        assert (await look(opened.address)).state is State.OK
    finally:
        await opened.stop()


async def refused(url: str) -> None:
    """The same four, none of which may get through."""
    opened = Database(url, size=1)
    await opened.start()
    try:
        with pytest.raises(Away):
            async with opened.begin():
                pass
        with pytest.raises(Away):
            async with opened.bare():
                pass
        with pytest.raises(Away):
            await migrate.current(url)
        assert (await look(opened.address)).state is State.ABSENT
    finally:
        await opened.stop()


@pytest.fixture
async def front(postgres: Postgres, tmp_path: Path) -> AsyncIterator[TlsFront]:
    opened = await TlsFront(socket_of(postgres), tmp_path, "localhost").start()
    yield opened
    await opened.stop()


async def test_tls_is_spoken_and_the_server_is_known_by_its_certificate(front: TlsFront, database_url: str) -> None:
    at, name = f"localhost:{front.port}", make_url(database_url).database
    for words in (f"sslmode=verify-full&sslrootcert={front.root}", "sslmode=require", "application_name=x"):
        before = front.encrypted
        await works(f"postgresql://peerboard@{at}/{name}?{words}")
        assert front.encrypted >= before + 4, "each of the four spoke TLS"
    await works(f"postgresql://peerboard@127.0.0.1:{front.port}/{name}?sslmode=verify-ca&sslrootcert={front.root}")
    await refused(f"postgresql://peerboard@{at}/{name}?sslmode=verify-full&sslrootcert={front.stranger}")
    await refused(f"postgresql://peerboard@127.0.0.1:{front.port}/{name}?sslmode=verify-full&sslrootcert={front.root}")


async def test_without_tls_where_it_is_wanted_nothing_is_said(postgres: Postgres, database_url: str) -> None:
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    at = f"postgresql://peerboard@127.0.0.1:{line.port}/{make_url(database_url).database}"
    await works(f"{at}?sslmode=disable")
    await refused(f"{at}?sslmode=require")
    await line.stop()


async def test_a_dead_host_is_passed_over_in_every_spelling(postgres: Postgres, database_url: str) -> None:
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    dead, alive, name = f"127.0.0.1:{free_port()}", f"127.0.0.1:{line.port}", make_url(database_url).database
    await works(f"postgresql://peerboard@{dead},{alive}/{name}")
    await works(f"postgresql://peerboard@/{name}?host={dead}&host={alive}")
    await line.stop()


async def test_a_silent_host_costs_its_wait_once(
    postgres: Postgres, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The silent one's time is up soon, and the other's never: how fast this machine is decides nothing."""
    connect, knocked = asyncpg.connect, list[int]()

    async def timed(**told: Any) -> asyncpg.Connection:
        knocked.append(told["port"])
        return await connect(**told | {"timeout": 0.1 if told["port"] == dead else 3600})

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    monkeypatch.setattr(asyncpg, "connect", timed)
    silent = await asyncio.start_server(listens, "127.0.0.1")
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    dead = silent.sockets[0].getsockname()[1]
    hosts = f"127.0.0.1:{dead},127.0.0.1:{line.port}"
    opened = Database(f"postgresql://peerboard@{hosts}/{make_url(database_url).database}", size=3)
    await opened.start()
    async with opened.begin(), opened.begin(), opened.bare() as last:
        assert await last.fetchval("SELECT 1") == 1
    assert knocked == [dead, line.port, line.port, line.port]
    await opened.stop()
    silent.close()
    await line.stop()


@pytest.mark.parametrize("door", ["begin", "snapshot", "bare", "outside"])
async def test_where_every_host_is_silent_nobody_waits_twice(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_address, "KNOCK", 0.1)  # nobody is there to answer in time
    connect, knocked = asyncpg.connect, list[int]()

    async def counted(**told: Any) -> asyncpg.Connection:
        knocked.append(told["port"])
        return await connect(**told)

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    monkeypatch.setattr(asyncpg, "connect", counted)
    silent = [await asyncio.start_server(listens, "127.0.0.1") for _ in range(2)]
    ports = [each.sockets[0].getsockname()[1] for each in silent]
    opened = Database(f"postgresql://peerboard@127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}/x", size=1)
    await opened.start()
    with pytest.raises(Away):
        async with getattr(opened, door)():
            raise AssertionError("nobody answers")
    assert knocked == ports, "each once"
    await opened.stop()
    for each in silent:
        each.close()


async def test_its_health_is_asked_of_the_next_host_too(postgres: Postgres, database_url: str) -> None:
    """`peerboard check`, or a server that has just started, while the first host is gone without a word."""

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(listens, "127.0.0.1")
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    hosts = f"127.0.0.1:{silent.sockets[0].getsockname()[1]},127.0.0.1:{line.port}"
    address = DatabaseAddress.read(f"postgresql://peerboard@{hosts}/{make_url(database_url).database}")
    assert (await look(address)).state is State.OK
    silent.close()
    await line.stop()


async def test_writers_find_the_one_that_may_be_written_to(postgres: Postgres, cluster: Path, tmp_path: Path) -> None:
    copy(cluster, tmp_path / "data")
    other = Postgres(tmp_path / "data", durable=False)
    other.start()
    try:
        hosts = [urlsplit(socket_of(each)).path.rpartition("/")[0] for each in (other, postgres)]
        follower = Database(f"postgresql://peerboard@/postgres?host={hosts[0]}")
        async with follower.begin() as session:
            await session.execute(text("ALTER DATABASE postgres SET default_transaction_read_only = on"))
        await follower.stop()
        both = f"postgresql://peerboard@/postgres?host={hosts[0]}&host={hosts[1]}"
        for wanted, only_reads in (("any", "on"), ("read-write", "off"), ("read-only", "on")):
            opened = Database(f"{both}&target_session_attrs={wanted}&application_name=who")
            async with opened.begin() as session:
                assert (await session.execute(text("SHOW transaction_read_only"))).scalar_one() == only_reads
                assert (await session.execute(text("SHOW application_name"))).scalar_one() == "who"
            await opened.stop()
    finally:
        other.stop()
