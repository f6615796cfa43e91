"""A session that only reads, in which all queries see the same moment.

It begins on a connection of SQLAlchemy's pool without SQLAlchemy, since what that takes to begin and to end a
transaction is worth five statements. Statements that were built once go to the driver (`prepared.py`); the first that
was not makes SQLAlchemy join the transaction.
"""

import asyncio
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import EmulatedDBAPIException
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util.concurrency import greenlet_spawn

from server.core.dialect import Prompt
from server.core.outage import is_lost, reported
from server.core.prepared import PREPARED, Prepared


class Joining(Session):
    """SQLAlchemy's side of a snapshot."""

    def __init__(self, *, engine: Engine, held: PoolProxiedConnection, **more: Any) -> None:
        super().__init__(expire_on_commit=False, **more)
        self._engine, self._held = engine, held
        self._joined: Connection | None = None

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """Its connection, asked for with each statement."""
        if self._joined is None:
            self._joined = Connection(self._engine, connection=self._held)
        return self._joined


class Snapshot(AsyncSession):
    """Made by `begin_to_read`, and ended by `close`."""

    sync_session_class = Joining

    def __init__(self, engine: AsyncEngine, held: PoolProxiedConnection) -> None:
        super().__init__(engine=engine.sync_engine, held=held)
        self._held = held
        self._driver = held.driver_connection

    async def execute(self, statement: Any, params: Any = None, **more: Any) -> Any:
        """The rows of a statement; of one that was built once, without SQLAlchemy."""
        prepared: Prepared | None = statement.get_execution_options().get(PREPARED)
        if prepared is None:
            return await super().execute(statement, params, **more)
        try:
            return await prepared.execute(self._driver, params or {})
        except asyncio.CancelledError:
            self._held.invalidate()  # what was asked may still be answered
            raise

    async def commit(self) -> None:
        """Nothing was written."""

    async def invalidate(self) -> None:
        """The connection is not to be used again."""
        self._held.invalidate()

    async def close(self) -> None:
        """Give the connection back, which ends its transaction."""
        await super().close()
        await greenlet_spawn(self._held.close)


async def begin_to_read(engine: AsyncEngine) -> Snapshot:
    """A snapshot that has begun. Raises what the driver raises; then all connections from before are replaced."""
    try:
        held, its = await engine.raw_connection(), engine.dialect
        assert isinstance(its, Prompt)
        try:
            await its.begin_to_read(held.dbapi_connection)
        except BaseException as error:
            if is_lost(error):
                engine.sync_engine.pool._invalidate(held)  # noqa: SLF001 - all of its time, as SQLAlchemy does itself
            else:
                held.invalidate()
            raise
    except EmulatedDBAPIException as error:
        raise reported(error) from error
    return Snapshot(engine, held)
