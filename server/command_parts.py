"""The parts of a process that is one command: no hub and no ballot box."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.database import Database
from server.doorbell import Doorbell
from server.parts import Parts
from server.settings import get_settings


@asynccontextmanager
async def command_parts() -> AsyncIterator[Parts]:
    """Parts as the settings say, closed at the end of the block. Raises OSError without a database."""
    settings = get_settings()
    parts = Parts(settings, Database(settings.database_url, size=2), Doorbell(settings.redis_url))
    await parts.database.start()
    try:
        yield parts
    finally:
        await parts.doorbell.close()
        await parts.database.stop()
