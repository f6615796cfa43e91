"""The parts of a process that is one command: no hub and no ballot box."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import get_settings


@asynccontextmanager
async def command_runtime() -> AsyncIterator[Runtime]:
    """Runtime as the settings say, closed at the end of the block. Raises OSError without a database."""
    settings = get_settings()
    runtime = Runtime(settings, Database(settings.database_url, size=2), Doorbell(settings.redis_url))
    await runtime.database.start()
    try:
        yield runtime
    finally:
        await runtime.doorbell.close()
        await runtime.database.stop()
