"""An empty board, an empty table of jobs, and settings that lead to them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from server.database import Database
from server.embedded import Valkey
from server.settings import Settings
from tests.support.clock import Clock
from tests.support.site import SECRET
from tests.support.smtp import MailSink
from tests.workers.scene import Room
from workers import registry


@pytest.fixture
async def settings_with(database_url: str, valkey: Valkey, database: Database, clock: Clock) -> Callable[..., Settings]:
    """Settings of a worker on the module's database, whose jobs and mail are cleared first."""
    registry.load()
    async with database.begin() as session:
        await session.execute(text("TRUNCATE job, mail, cursor, board, person CASCADE"))
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
