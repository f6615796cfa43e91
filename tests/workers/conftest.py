"""An empty board, an empty table of jobs, and settings that lead to them."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas.tables import metadata
from server.core.database import Database
from server.core.settings import Settings
from server.ops.embedded import Valkey
from tests.support.clock import Clock
from tests.support.site import SECRET
from tests.support.smtp import MailSink
from tests.workers.scene import Room
from workers import registry

EMPTY = "; ".join(f'DELETE FROM "{table}"' for table in metadata.tables)


async def empty(database: Database) -> None:
    """Delete every row. Ten times as quick as TRUNCATE, which makes the files of each table and index anew."""
    async with database.driver.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")  # in whatever order, without checks
        await connection.execute(EMPTY)


@pytest.fixture
async def settings_with(database_url: str, valkey: Valkey, database: Database, clock: Clock) -> Callable[..., Settings]:
    """Settings of a worker on the module's database, whose jobs and mail are cleared first."""
    registry.load()
    await empty(database)
    known = {"database_url": database_url, "redis_url": valkey.url, "secret": SECRET}
    known["public_url"] = "https://peerboard.test"

    def make(**others: Any) -> Settings:
        return Settings(**known | others)

    return make


@pytest.fixture
def settings(settings_with: Callable[..., Settings], mail_sink: MailSink) -> Settings:
    """With a mail server."""
    return settings_with(smtp_url=mail_sink.url)


@pytest.fixture
async def room(settings: Settings, database: Database) -> Room:
    """An empty board."""
    return await Room.make(settings, database)
