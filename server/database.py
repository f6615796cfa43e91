"""The way to PostgreSQL: transactions for writing, snapshots for reading, and the bare driver for the ballot box."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

PATIENCE = 30.0
"""Seconds that one statement may take, so that a line which died quietly cannot hold anybody for longer."""
KNOCK = 5.0
"""Seconds to wait for a new connection."""


class Database:
    """One server's connections. Make it, `await start()` it, and `await stop()` it."""

    def __init__(self, url: str, *, size: int = 10) -> None:
        self.url = url
        self._size = size
        self._driver: asyncpg.Pool | None = None
        self.engine = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=size,
            max_overflow=size,
            hide_parameters=True,
            connect_args={"command_timeout": PATIENCE, "timeout": KNOCK},
        )
        self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def start(self) -> None:
        """Open the bare driver's pool; raises when the database cannot be reached."""
        self._driver = await asyncpg.create_pool(
            self.url, min_size=1, max_size=4, command_timeout=PATIENCE, timeout=KNOCK
        )

    async def stop(self) -> None:
        """Close every connection."""
        if self._driver is not None:
            self._driver.terminate()
        await self.engine.dispose()

    @property
    def driver(self) -> asyncpg.Pool:
        """The bare driver's pool, for statements where speed counts."""
        assert self._driver is not None, "start() first"
        return self._driver

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block and rolls back on an exception."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """A read-only transaction in which every query sees the same moment."""
        async with AsyncSession(self._reading, expire_on_commit=False) as session, session.begin():
            yield session

    async def ready(self) -> bool:
        """True when the database answers."""
        try:
            async with self.begin() as session:
                await session.execute(text("SELECT 1"))
        except (OSError, asyncpg.PostgresError, ConnectionError, TimeoutError):
            return False
        return True
