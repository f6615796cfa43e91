"""SQLAlchemy's asyncpg dialect with one change: BEGIN is sent when a transaction opens, not with its first statement.

BEGIN has to be sent anyway. Sent first, it finds a connection that died in the pool before we have sent anything of our
own, so server/core/database.py can take another and nobody notices a failover. "Pre-ping" would find the same, at the
cost of one more round trip in every transaction.
"""

import asyncio
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.util import await_

from server.core.outage import is_lost

NAME = "postgresql+peerboard"
PATIENCE = 5.0
"""Seconds that BEGIN may take. A connection that is silent for longer is taken to be dead."""


def patience(_connection: Any) -> asyncio.Timeout:
    """The time limit for BEGIN, for the engine and the bare driver alike."""
    return asyncio.timeout(PATIENCE)


class Prompt(PGDialect_asyncpg):
    """Begins at once, and recognises a connection that the server has ended."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Send BEGIN now, unless it has been sent."""
        if dbapi_connection.dbapi_connection._transaction is None:  # noqa: SLF001 - SQLAlchemy's own way to know
            await_(self._begin(dbapi_connection.dbapi_connection))

    async def begin_to_read(self, connection: Any) -> None:
        """Begin a transaction that only reads, and sees one moment, past SQLAlchemy."""
        connection.isolation_level, connection.readonly = "repeatable_read", True
        try:
            await self._begin(connection)
        finally:
            connection.isolation_level, connection.readonly = None, False

    async def _begin(self, connection: Any) -> None:
        try:
            async with patience(connection):
                await connection._start_transaction()  # noqa: SLF001 - what the first statement would call
        except TimeoutError as error:
            raise self.loaded_dbapi.OperationalError("the connection is silent", ConnectionError()) from error

    def do_terminate(self, dbapi_connection: Any) -> None:
        """Close without a goodbye, which would take two seconds on every dead connection."""
        self.get_driver_connection(dbapi_connection).terminate()  # type: ignore[no-untyped-call]

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Whether the connection is gone; SQLAlchemy then drops all older connections in the pool too."""
        return is_lost(e) or bool(super().is_disconnect(e, connection, cursor))  # type: ignore[no-untyped-call]


registry.register("postgresql.peerboard", "server.core.dialect", "Prompt")
