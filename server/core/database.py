"""The way to PostgreSQL: transactions for writing, snapshots for reading, and the bare driver for the ballot box.

Whatever fails because of the state of the database leaves here as `Away`. Nobody notices a connection that a failover
left dead: BEGIN is sent before the first statement, and if it finds the connection dead, the transaction begins again
on a new one. After BEGIN nothing is retried, because something may have been written.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from server.core import dialect
from server.core.database_address import REFUSALS, DatabaseAddress
from server.core.outage import Away, is_away, is_full, is_lost, is_read_only
from server.core.snapshot import begin_to_read
from server.core.trail import write_noted

PATIENCE = 30.0
"""Seconds that one statement may take, so that nobody waits longer than this on a connection that died silently."""
WAIT = 5.0
"""Seconds to wait for a connection while all of ours, or all of the server's, are in use."""
REST, REST_MOST = 0.02, 0.5
"""Seconds between attempts at a full server, doubled each time up to the second."""
BARE = 4
"""At most this many connections of the bare driver; docs/operations.md counts them in."""
REFUSED = (OSError, TimeoutError, SQLAlchemyError, *REFUSALS)
"""Everything that can go wrong before we have sent anything of our own."""
ALIVE = text("SELECT 1")
T = TypeVar("T")


class Database:
    """One process's connections: `await start()`, use it, `await stop()`. The database may come and go."""

    def __init__(self, url: str, *, size: int = 10) -> None:
        """`size`: at most this many connections of the engine. Nothing is connected yet. Raises ValueError for a URL
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

    async def start(self) -> None:
        """Create the bare driver's pool. Nothing is connected before it is needed: the database may be away now."""
        self._driver = await asyncpg.create_pool(
            connect=lambda _, **more: self.address.connect(**more),
            min_size=0,
            max_size=BARE,
            max_inactive_connection_lifetime=0,  # once closed, a full server might not give us another
            command_timeout=PATIENCE,
            reset=_as_it_is,
        )

    async def stop(self) -> None:
        """Close every connection."""
        if self._driver is not None:
            self._driver.terminate()
        await self.engine.dispose()

    @property
    def driver(self) -> asyncpg.Pool:
        """The bare driver's pool; use it through `bare()`."""
        assert self._driver is not None, "start() first"
        return self._driver

    def begin(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that commits at the end of the block and rolls back on an exception. Raises Away."""
        return self._session(_opened)

    def snapshot(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A read-only transaction in which all queries see the same moment. Raises Away."""
        return self._session(begin_to_read)

    @asynccontextmanager
    async def outside(self) -> AsyncIterator[AsyncConnection]:
        """A connection without a transaction, for what cannot run in one; it is not reused. Raises Away."""
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
        ends, connection = await _patiently(self._begun)
        try:
            async with ends:
                try:
                    yield connection
                except TimeoutError:
                    connection.terminate()  # a rollback on a silent connection would take as long again
                    raise
        except Exception as error:
            await self._leave(error)
            raise

    async def read(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        """The rows of one statement that only reads, prepared once on each connection of the bare driver, without a
        transaction. Where it finds its connection dead, it is asked again on a new one. Raises Away."""
        tries = 0
        wrong: Exception | None = None

        async def read() -> list[asyncpg.Record]:
            nonlocal tries, wrong
            tries += 1
            async with AsyncExitStack() as ends:
                connection = await self._taken(ends)
                if tries == 1:  # what was just connected is alive, and may be slow
                    await ends.enter_async_context(self._alive(connection))
                try:
                    rows: list[asyncpg.Record] = await connection.fetch(statement, *values)
                    return rows
                except REFUSALS as error:
                    if is_away(error):
                        raise
                    wrong = error  # the statement's fault, and no reason to ask again
                    return []

        try:
            found = await _patiently(read)
        except Exception as error:
            await self._leave(error)
            raise
        if wrong is not None:
            raise wrong
        return found

    async def _begun(self) -> tuple[AsyncExitStack, asyncpg.Connection]:
        """A connection of the bare driver with a transaction begun, and the stack that ends both."""
        async with AsyncExitStack() as ends:
            connection = await self._taken(ends)
            async with self._alive(connection):
                await ends.enter_async_context(connection.transaction())
            return ends.pop_all(), connection

    async def _taken(self, ends: AsyncExitStack) -> asyncpg.Connection:
        """A connection of the bare driver, which `ends` gives back."""
        # Not part of connecting, which has a time limit of its own for each host. Whoever waited here in vain is not
        # made to wait again.
        try:
            async with asyncio.timeout(WAIT):
                await self._bare.acquire()
        except TimeoutError:
            raise Away from None
        ends.callback(self._bare.release)
        connection = await self.driver.acquire()
        ends.push_async_callback(self.driver.release, connection)
        return connection

    @asynccontextmanager
    async def _alive(self, connection: asyncpg.Connection) -> AsyncIterator[None]:
        """For what is sent first: a connection that it does not get through is dead, and so may be all of its time."""
        try:
            async with dialect.patience(connection):
                yield
        except BaseException as error:
            silent = isinstance(error, TimeoutError)
            if silent or is_lost(error):
                await self.driver.expire_connections()
            connection.terminate()
            if silent:
                raise ConnectionError("the connection is silent") from error
            raise

    @asynccontextmanager
    async def _session(self, begin: Callable[[AsyncEngine], Awaitable[AsyncSession]]) -> AsyncIterator[AsyncSession]:
        async with await _patiently(lambda: begin(self.engine)) as session:
            try:
                yield session
                await write_noted(session)
                await session.commit()
            except Exception as error:
                if isinstance(error, TimeoutError) or is_lost(error):
                    await session.invalidate()  # a rollback on a silent connection would take as long again
                await self._leave(error)
                raise

    async def _leave(self, error: Exception) -> None:
        """Turn what the block raised into Away if the database is to blame. A server that turned read-only is the old
        primary after a failover, so then every connection is replaced."""
        if is_read_only(error):
            await self.engine.dispose()
            if self._driver is not None:
                await self._driver.expire_connections()
        if is_away(error) and not isinstance(error, Away):
            raise Away from error


async def _as_it_is(connection: asyncpg.Connection) -> None:
    """How a connection comes back to the bare driver's pool. Nothing of ours outlives a transaction; one that could not
    be ended, because whoever was in it was stopped twice, ends with its connection."""
    if connection.is_in_transaction():
        connection.terminate()


async def _opened(engine: AsyncEngine) -> AsyncSession:
    """A session whose transaction has begun: server/core/dialect.py sends BEGIN as soon as it has a connection."""
    session = AsyncSession(engine, expire_on_commit=False)
    try:
        await session.connection()
    except BaseException:
        await session.close()
        raise
    return session


async def _alone(engine: AsyncEngine) -> AsyncConnection:
    """A connection that begins no transaction. It is asked something first, to find out what BEGIN would have."""
    connection = await engine.connect()
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(ALIVE)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _patiently(take: Callable[[], Awaitable[T]]) -> T:
    """Take a connection. Tries again for a while at a full server, and once more after a dead connection. Raises Away;
    whoever waited for a free connection in vain gets it without another attempt."""
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
