"""The way to PostgreSQL: transactions for writing, snapshots for reading, and the bare driver for the ballot box.

Whatever the database's state makes impossible leaves this door as `Away`. A line that was left over from before a
failover costs nobody anything: each transaction begins before its first statement, and where BEGIN finds its line dead,
it is begun once more on a new one. Later than that nothing is tried again: something may have been written.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeVar

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from server.core import dialect
from server.core.database_address import REFUSALS, DatabaseAddress
from server.core.outage import Away, is_away, is_full, is_lost, is_read_only

PATIENCE = 30.0
"""Seconds that one statement may take, so that a line which died quietly cannot hold anybody for longer."""
WAIT = 5.0
"""Seconds to wait for a connection while all of ours, or all of the server's, are taken."""
REST, REST_MOST = 0.02, 0.5
"""Seconds between two tries at a server that is full, doubled each time."""
BARE = 4
"""Connections of the bare driver at the most; docs/operations.md counts with them."""
REFUSED = (OSError, TimeoutError, SQLAlchemyError, *REFUSALS)
"""All that can go wrong before anything of ours was said."""
ALIVE = text("SELECT 1")
T = TypeVar("T")


class Database:
    """One process's connections. Make it, `await start()` it, and `await stop()` it. The database may come and go."""

    def __init__(self, url: str, *, size: int = 10) -> None:
        """`size`: connections of the engine at the most. Nothing is connected yet. Raises ValueError for an address
        that cannot be right."""
        self.url = url
        self.address = DatabaseAddress.read(url)
        self._driver: asyncpg.Pool | None = None
        self._bare = asyncio.Semaphore(BARE)
        self.engine = create_async_engine(
            URL.create(dialect.NAME),
            async_creator=lambda: self.address.connect(command_timeout=PATIENCE),
            pool_size=size,
            max_overflow=0,
            pool_timeout=WAIT,
            hide_parameters=True,
        )
        self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def start(self) -> None:
        """Make the bare driver's pool. Nothing is connected before it is needed: the database may be away now."""
        self._driver = await asyncpg.create_pool(
            connect=lambda _, **more: self.address.connect(**more),
            min_size=0,
            max_size=BARE,
            max_inactive_connection_lifetime=0,  # on a full server it would not come back
            command_timeout=PATIENCE,
        )

    async def stop(self) -> None:
        """Close every connection."""
        if self._driver is not None:
            self._driver.terminate()
        await self.engine.dispose()

    @property
    def driver(self) -> asyncpg.Pool:
        """The bare driver's pool; `bare()` is the way to use it."""
        assert self._driver is not None, "start() first"
        return self._driver

    def begin(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that commits at the end of the block and rolls back on an exception. Raises Away."""
        return self._session(self.engine)

    def snapshot(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A read-only transaction in which every query sees the same moment. Raises Away."""
        return self._session(self._reading)

    @asynccontextmanager
    async def outside(self) -> AsyncIterator[AsyncConnection]:
        """A connection without a transaction, for what cannot be done in one; nobody has it after. Raises Away."""
        connection = await _patiently(lambda: _alone(self.engine))
        try:
            yield connection
        except Exception as error:
            await self._leave(error)
            raise
        finally:
            await connection.invalidate()
            await connection.close()

    @asynccontextmanager
    async def bare(self) -> AsyncIterator[asyncpg.Connection]:
        """A transaction of the bare driver, for statements where speed counts. Raises Away."""
        ends, line = await _patiently(self._begun)
        try:
            async with ends:
                try:
                    yield line
                except TimeoutError:
                    line.terminate()  # to roll back on a line that is silent would take as long again
                    raise
        except Exception as error:
            await self._leave(error)
            raise

    async def _begun(self) -> tuple[AsyncExitStack, asyncpg.Connection]:
        """A line of the bare driver on which a transaction has begun, and what ends both."""
        async with AsyncExitStack() as ends:
            # Apart from connecting, which has its own wait for each host: who waited here has waited, and is told so.
            try:
                async with asyncio.timeout(WAIT):
                    await self._bare.acquire()
            except TimeoutError:
                raise Away from None
            ends.callback(self._bare.release)
            line = await self.driver.acquire()
            ends.push_async_callback(self.driver.release, line)
            try:
                async with dialect.patience(line):
                    await ends.enter_async_context(line.transaction())
            except TimeoutError as error:
                line.terminate()
                raise ConnectionError("the line is silent") from error
            except BaseException:
                line.terminate()
                raise
            return ends.pop_all(), line

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        async with await _patiently(lambda: _opened(engine)) as session:
            try:
                yield session
                await session.commit()
            except Exception as error:
                if isinstance(error, TimeoutError):
                    await session.invalidate()  # to roll back on a line that is silent would take as long again
                await self._leave(error)
                raise

    async def _leave(self, error: Exception) -> None:
        """What the block raised, on its way out. A server that only reads is a failover's old one: all lines anew."""
        if is_read_only(error):
            await self.engine.dispose()
            if self._driver is not None:
                await self._driver.expire_connections()
        if is_away(error):
            raise Away from error


async def _opened(engine: AsyncEngine) -> AsyncSession:
    """A session whose transaction has begun: server/core/dialect.py sends BEGIN when the line is taken."""
    session = AsyncSession(engine, expire_on_commit=False)
    try:
        await session.connection()
    except BaseException:
        await session.close()
        raise
    return session


async def _alone(engine: AsyncEngine) -> AsyncConnection:
    """A connection that begins nothing; so it is asked something first, as BEGIN would."""
    connection = await engine.connect()
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(ALIVE)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _patiently(take: Callable[[], Awaitable[T]]) -> T:
    """Take a line: at a full server again and again for a while, and once more where one had died meanwhile. Who has
    waited for a line in vain has waited: they are told."""
    until, rest, died = time.monotonic() + WAIT, REST, False
    while True:
        try:
            return await take()
        except REFUSED as error:
            if is_full(error) and time.monotonic() < until:
                await asyncio.sleep(rest)
                rest = min(2 * rest, REST_MOST)
            elif is_lost(error) and not died and not isinstance(error, TimeoutError):
                died = True
            else:
                raise Away from error
