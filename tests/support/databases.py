"""Databases for tests: one migrated template, and for each module a copy of it, or one that another has done with.

A copy takes 200 ms of the processor, putting one back 30. What was put back is as good as a copy: the rows are those of
the template, each sequence begins anew, PostgreSQL knows as little of the tables, and nobody is connected. One whose
tables, functions or triggers somebody has touched, or that has grown, is dropped instead.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

from schemas.tables import metadata
from server.core.dialect import Prompt
from server.ops.embedded import Postgres

TEMPLATE = "peerboard_template"
GROWN = 4_000_000  # bytes more than the template; what was deleted keeps its place, and reading past it takes time
SHAPE = """SELECT md5(string_agg(made, ' ' ORDER BY made)) FROM (
    SELECT concat('class ', oid, xmin, ctid) FROM pg_class WHERE oid >= 16384 AND relpersistence <> 't'
    UNION ALL SELECT concat('column ', attrelid, xmin, ctid) FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT concat('constraint ', oid, xmin) FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT concat('trigger ', oid, xmin) FROM pg_trigger
    UNION ALL SELECT concat('function ', oid, xmin) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT concat('namespace ', nspname, xmin) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'
    UNION ALL SELECT concat('setting ', setconfig)
        FROM pg_db_role_setting JOIN pg_database AS d ON d.oid = setdatabase WHERE datname = current_database()
) AS all_of_them (made)"""
"""All that somebody may have made or altered, without the rows of tables: PostgreSQL writes an altered one anew."""
SIZE = "SELECT pg_database_size(current_database())"
ALONE = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
USED = """SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"""
"""The tables that take up room. The others never had a row, and need not even be opened; that took half the time. An
emptied one does too, until it is vacuumed: new rows would lie in its gaps, in an order of their own."""
BEGIN_ANEW = """SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL"""
FORGET = "SET allow_system_table_mods = on; DELETE FROM pg_statistic WHERE starelid >= 16384"
"""What an ANALYZE has found out. It would go on deciding how tables are read, and so in which order rows come for which
nobody asked for one."""
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


async def settle_template(postgres: Postgres) -> None:
    """Once, before anything is copied: PostgreSQL then knows of the tables what it knows where they were put back, that
    they are empty, and reads them in the same way. Of new ones it only has a guess."""
    url = postgres.url_of(TEMPLATE)
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM")
    await connection.close()
    assert await _put_back(await _seen(url), url)


async def know_template(postgres: Postgres) -> None:
    """Look at the database that all others are copied from (tests/support/clusters.py): they are put back to that."""
    _templates[postgres] = await _seen(postgres.url_of(TEMPLATE))


async def new_database(postgres: Postgres, *, template: str = TEMPLATE) -> str:
    """A fresh database, a copy of the template; its URL. Copying its files takes a third of what writing them to the
    log does: without fsync the checkpoint that it needs costs nothing."""
    name = f"test_{next(_numbers)}"
    await _forget(postgres.url_of(template))  # PostgreSQL only copies a database that nobody is connected to
    await say(postgres, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return postgres.url_of(name)


async def lend_database(postgres: Postgres) -> str:
    """A database that is as a copy of the template; its URL. `take_back` when it is done with."""
    spare = _of(postgres).spare
    return spare.pop() if spare else await new_database(postgres)


async def take_back(postgres: Postgres, url: str) -> None:
    """Keep a database for the next who asks, or drop it, if it cannot be made what it was."""
    _end_ours(url)
    if await _put_back(_of(postgres), url):
        _of(postgres).spare.append(url)
    else:
        await drop_database(postgres, url)


@dataclass
class _Template:
    """What the databases of one PostgreSQL are copies of, and those that nobody has at the moment."""

    shape: str
    size: int
    rows: dict[str, list[str]]
    """Table → its rows, as JSON; only of those that have any."""
    spare: list[str] = field(default_factory=list)


_templates: WeakKeyDictionary[Postgres, _Template] = WeakKeyDictionary()


def _of(postgres: Postgres) -> _Template:
    return _templates[postgres]


async def _seen(url: str) -> _Template:
    """The template as it is."""
    connection = await asyncpg.connect(url)
    try:
        found = {}
        for name in metadata.tables:
            found[name] = [row[0] for row in await connection.fetch(f'SELECT to_jsonb(t)::text FROM "{name}" AS t')]
        shape, size = await connection.fetchval(SHAPE), await connection.fetchval(SIZE)
    finally:
        await connection.close()
    return _Template(shape, size, {name: rows for name, rows in found.items() if rows})


async def _put_back(template: _Template, url: str) -> bool:
    """Whether a database could be made like the template."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(ALONE)
        if await connection.fetchval(SHAPE) != template.shape:
            return False
        if await connection.fetchval(SIZE) > template.size + GROWN:
            return False
        await connection.execute("SET session_replication_role = replica")  # in any order, without checks
        used = [f'"{row[0]}"' for row in await connection.fetch(USED) if row[0] in metadata.tables]
        await connection.execute("; ".join(f"DELETE FROM {table}" for table in used))
        await connection.execute(FORGET)
        await connection.execute(BEGIN_ANEW)
        if used:
            await connection.execute(f"VACUUM (PROCESS_TOAST FALSE, SKIP_DATABASE_STATS) {', '.join(used)}")
        for name, kept in template.rows.items():
            again = f'INSERT INTO "{name}" SELECT (jsonb_populate_record(NULL::"{name}", $1::text::jsonb)).*'
            await connection.executemany(again, [(row,) for row in kept])
        return True
    finally:
        await connection.close()


async def drop_database(postgres: Postgres, url: str) -> None:
    """Drop a database, no matter who is connected."""
    _end_ours(url)
    await say(postgres, f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


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


def _end_ours(url: str) -> None:
    for connection in _connections.pop((asyncio.get_running_loop(), url), []):
        connection.terminate()


async def _forget(url: str) -> None:
    kept = _kept(url)
    while kept:
        await kept.pop().close()


async def say(postgres: Postgres, sentence: str) -> None:
    """Do something that concerns a whole database."""
    connection = await asyncpg.connect(postgres.url_of("postgres"))
    try:
        await connection.execute(sentence)
    finally:
        await connection.close()
