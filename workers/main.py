"""`peerboard work`: one worker process. Any number of them may run; kill -9 loses nothing."""

import asyncio
import os
import signal

from server.core import logs
from server.core.database import Database
from server.core.loading import loaded
from server.core.settings import Settings, get_settings
from workers import registry
from workers.arq_listener import hear
from workers.sweep import Sweep

LAST_MOMENT = 9.0  # seconds after the signal; by then the sweep has put its jobs back, unless the database hangs


def run(settings: Settings | None = None) -> None:
    """Work until SIGTERM or SIGINT. Jobs in hand are finished first; the process is gone within 10 s."""
    chosen = settings or get_settings()
    logs.setup(chosen.log_level)
    registry.load()
    loaded()
    asyncio.run(_until_signalled(chosen))


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Do due jobs until `stop` is set. Database and Redis may be away at the start and at any time later."""
    registry.load()
    database = Database(settings.database_url, size=settings.pool_size)
    sweep = Sweep(database, settings)
    ears = asyncio.create_task(hear(settings.redis_url, sweep.wake))
    try:
        await sweep.run(stop)
    finally:
        ears.cancel()
        await asyncio.wait([ears], timeout=1)
        await database.stop()


async def _until_signalled(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        stop.set()
        loop.call_later(LAST_MOMENT, os._exit, 1)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told)
    await work(settings, stop)
