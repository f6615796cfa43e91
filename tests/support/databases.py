"""Databases for tests: one migrated template, and a cheap copy for each test that wants an empty product."""

import asyncio
from contextlib import suppress
from itertools import count
from typing import Any

import asyncpg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

from server.core.dialect import Prompt
from server.ops.embedded import Postgres
from server.ops.migrate import upgrade

TEMPLATE = "peerboard_template"
_numbers = count(1)
_compiled: dict[Any, Any] = {}


def compile_once() -> None:
    """Have each statement compiled once in this process. A process of the product has one engine, which remembers; here
    each file of tests has two of its own, for databases that are all alike, and each would compile everything anew."""
    Prompt.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    Prompt.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _remember)


def _remember(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)


async def make_template(postgres: Postgres) -> None:
    """Make the database that all others are copied from, at the newest version."""
    await _say(postgres, f"CREATE DATABASE {TEMPLATE}")
    await upgrade(postgres.url_of(TEMPLATE))


async def new_database(postgres: Postgres, *, template: str = TEMPLATE) -> str:
    """A fresh database, a copy of the template; its URL. Copying its files takes a third of what writing them to the
    log does: without fsync the checkpoint that it needs costs nothing."""
    name = f"test_{next(_numbers)}"
    await _forget(postgres.url_of(template))  # PostgreSQL only copies a database that nobody is connected to
    await _say(postgres, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return postgres.url_of(name)


async def drop_database(postgres: Postgres, url: str) -> None:
    """Drop a database, no matter who is connected."""
    for connection in _connections.pop((asyncio.get_running_loop(), url), []):
        connection.terminate()
    await _say(postgres, f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


async def rows(url: str, query: str, *values: object) -> list[asyncpg.Record]:
    """The rows of one query ($1, $2 …), on a connection that the product does not use."""
    connection = await _connection(url)
    try:
        found = list(await connection.fetch(query, *values))
    except BaseException:
        connection.terminate()
        raise
    _kept(url).append(connection)
    return found


_connections: dict[tuple[asyncio.AbstractEventLoop, str], list[asyncpg.Connection]] = {}


def _kept(url: str) -> list[asyncpg.Connection]:
    """Idle connections. Making one takes 6 ms, most queries take 0.2."""
    return _connections.setdefault((asyncio.get_running_loop(), url), [])


async def _connection(url: str) -> asyncpg.Connection:
    kept = _kept(url)
    while kept:
        connection = kept.pop()
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # a test may have killed the server
            await connection.execute("SELECT 1")
            return connection
    return await asyncpg.connect(url)


async def _forget(url: str) -> None:
    kept = _kept(url)
    while kept:
        await kept.pop().close()


async def _say(postgres: Postgres, sentence: str) -> None:
    connection = await asyncpg.connect(postgres.url_of("postgres"))
    try:
        await connection.execute(sentence)
    finally:
        await connection.close()
