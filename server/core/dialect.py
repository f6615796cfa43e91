"""SQLAlchemy's dialect for asyncpg with one thing changed: a transaction begins when it is opened, not with its first
statement.

BEGIN is sent in any case. Sent first, it finds a line that died while nobody used it before anything of ours was said,
so the door can take another line and nobody notices a failover. To ask each line first ("pre-ping") would find the same
for one more question in every transaction.
"""

import asyncio
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.util import await_

from server.core.outage import is_lost

NAME = "postgresql+peerboard"
PATIENCE = 5.0
"""Seconds for BEGIN to be answered. A line that is silent for longer is taken for dead."""


def patience(_line: Any) -> asyncio.Timeout:
    """How long a line may be silent at BEGIN, for both ways to the database."""
    return asyncio.timeout(PATIENCE)


class Prompt(PGDialect_asyncpg):
    """Begins at once, and knows a line that the server has ended."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Send BEGIN now."""
        await_(self._begin(dbapi_connection.dbapi_connection))

    async def _begin(self, line: Any) -> None:
        try:
            async with patience(line):
                await line._start_transaction()  # noqa: SLF001 - what the first statement would call
        except TimeoutError as error:
            raise self.loaded_dbapi.OperationalError("the line is silent", ConnectionError()) from error

    def do_terminate(self, dbapi_connection: Any) -> None:
        """Hang up. To say goodbye first would take two seconds at each line that is dead."""
        self.get_driver_connection(dbapi_connection).terminate()  # type: ignore[no-untyped-call]

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Whether the line is gone; then all others of its age are tried no more either."""
        return is_lost(e) or bool(super().is_disconnect(e, connection, cursor))  # type: ignore[no-untyped-call]


registry.register("postgresql.peerboard", "server.core.dialect", "Prompt")
