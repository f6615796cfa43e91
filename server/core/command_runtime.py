"""The runtime of a process that runs one command: it has no hub and no ballot box."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import get_settings


@asynccontextmanager
async def command_runtime() -> AsyncIterator[Runtime]:
    """A runtime as the settings say, closed at the end of the block. Nothing is connected before it is needed."""
    settings = get_settings()
    runtime = Runtime(settings, Database(settings.database_url, size=2), Doorbell(settings.redis_url))
    await runtime.database.start()
    try:
        yield runtime
    finally:
        await runtime.doorbell.close()
        await runtime.database.stop()
