"""Databases for tests: one migrated template, and a cheap copy for whoever wants an empty product."""

from itertools import count

import asyncpg
from sqlalchemy.engine import make_url

from server.embedded import Postgres
from server.migrate import upgrade

TEMPLATE = "peerboard_template"
_numbers = count(1)


async def make_template(postgres: Postgres) -> None:
    """Make the database that all others are copied from, migrated to the newest version."""
    await _say(postgres, f"CREATE DATABASE {TEMPLATE}")
    await upgrade(postgres.url_of(TEMPLATE))


async def new_database(postgres: Postgres, *, template: str = TEMPLATE) -> str:
    """A fresh database, a copy of the template (about 30 ms); its URL."""
    name = f"test_{next(_numbers)}"
    await _say(postgres, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
    return postgres.url_of(name)


async def drop_database(postgres: Postgres, url: str) -> None:
    """Remove a database, whoever is connected."""
    await _say(postgres, f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


async def rows(url: str, query: str, *values: object) -> list[asyncpg.Record]:
    """The rows of one query ($1, $2 …) on a connection of its own."""
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()


async def _say(postgres: Postgres, sentence: str) -> None:
    connection = await asyncpg.connect(postgres.url_of("postgres"))
    try:
        await connection.execute(sentence)
    finally:
        await connection.close()
