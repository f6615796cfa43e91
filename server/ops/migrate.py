"""Bringing the tables to what this version of the code expects. The steps are in schemas/migrations/."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from server.core import dialect
from server.core.database import REFUSED
from server.core.database_address import DatabaseAddress
from server.core.errors import Away
from server.core.revisions import MIGRATIONS, Tables, compare, head, said_of

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 7_733_726  # an arbitrary number: two servers that migrate at once wait for each other


async def upgrade(url: str) -> str:
    """Migrate the database at `url` to the head, in one transaction: all or nothing. Harmless to repeat; newer tables
    are left as they are. Returns a sentence about what it found or did. Raises Away."""

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
    engine = create_async_engine(URL.create(dialect.NAME), async_creator=connect, poolclass=NullPool)
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
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
