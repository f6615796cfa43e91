"""Bringing the tables to what this version of the code expects. The steps are in schemas/migrations/."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import schemas

_LOCK = 7_733_726  # any number: two servers that migrate at once wait for each other
_FOLDER = Path(str(schemas.__file__)).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str | None:
    """The version of the tables that this code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def upgrade(url: str) -> None:
    """Migrate the database at `url` to the head, in one transaction: all of it or nothing. Harmless to repeat."""

    def migrate(connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        if MigrationContext.configure(connection).get_current_revision() != head():
            command.upgrade(_config(connection), "head")

    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


async def current(url: str) -> str | None:
    """The version of the tables in the database at `url`; None when it is empty."""
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    await engine.dispose()
    return found
