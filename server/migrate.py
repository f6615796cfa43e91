"""Bringing the tables to what this version of the code expects. The steps are in schemas/migrations/.

A file there is named for its revision, and revisions come in the order of their names (tests/house holds both). So
which one this code expects, and which it knows, is read from the names alone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

import schemas
from server import driver
from server.database import REFUSED
from server.database_address import DatabaseAddress
from server.errors import Away

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 7_733_726  # any number: two servers that migrate at once wait for each other
_FOLDER = Path(str(schemas.__file__)).parent / "migrations"
VERSION = "SELECT version_num FROM alembic_version"


class Tables(Enum):
    """How old the tables are, to this code."""

    OLDER = "older"
    """It cannot work with them."""
    RIGHT = "right"
    NEWER = "newer"
    """It works with them: migrations let the version before go on (tests/house/test_migrations.py)."""


@cache
def revisions() -> tuple[str, ...]:
    """The revisions that this code knows, oldest first."""
    return tuple(sorted(path.stem for path in (_FOLDER / "versions").glob("[0-9]*.py")))


def head() -> str:
    """The version of the tables that this code expects."""
    return revisions()[-1]


def compare(found: str | None) -> Tables:
    """What tables at `found` are to this code; None stands for no tables. What it does not know was made after it."""
    if found == head():
        return Tables.RIGHT
    return Tables.OLDER if found is None or found in revisions() else Tables.NEWER


def said_of(found: str | None) -> str:
    """The same as a sentence for who runs it."""
    return {
        Tables.RIGHT: f"at {found}",
        Tables.OLDER: f"the tables are at {found or 'nothing'}, this version needs {head()}: run 'peerboard migrate'",
        Tables.NEWER: f"at {found}, which is newer than this version ({head()}): it works on, and migrates nothing",
    }[compare(found)]


async def upgrade(url: str) -> str:
    """Migrate the database at `url` to the head, in one transaction: all of it or nothing. Harmless to repeat, and on
    newer tables, which stay as they are. Returns what it found or made, as a sentence. Raises Away."""

    def migrate(connection: Connection) -> str:
        from alembic import command

        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        found = _current(connection)
        if compare(found) is Tables.OLDER:
            command.upgrade(config(connection), "head")
            found = head()
        return said_of(found)

    async with _line(url) as connection:
        return await connection.run_sync(migrate)


async def current(url: str) -> str | None:
    """The version of the tables in the database at `url`; None when it is empty. Raises Away."""
    async with _line(url) as connection:
        return await connection.run_sync(_current)


def _current(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


@asynccontextmanager
async def _line(url: str) -> AsyncIterator[AsyncConnection]:
    connect = DatabaseAddress.read(url).connect
    engine = create_async_engine(URL.create(driver.NAME), async_creator=connect, poolclass=NullPool)
    try:
        try:
            connection = await engine.connect()
        except REFUSED as error:
            raise Away from error
        try:
            async with connection.begin():
                yield connection
        finally:
            await connection.close()
    finally:
        await engine.dispose()


def config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, for a migration on `connection`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
