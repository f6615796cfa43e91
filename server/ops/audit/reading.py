"""Reading the trail, however long, in little memory and as it was at one moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from server.core.database import Database

AT_ONCE = 2000
COLUMNS = "seq, at, deed, who, whom, board, about, about_id, under, seal"


class Row(asyncpg.Record):  # type: ignore[misc]
    """A row whose columns are attributes, as those of a TrailLine are."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Trail:
    """The trail as it is in one transaction."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def ends(self) -> Any:
        """The row of `trail_ends`; None before anything was noted."""
        return await self._connection.fetchrow("SELECT * FROM trail_ends WHERE id = 1", record_class=Row)

    async def lines(self, after: int = 0) -> AsyncIterator[Any]:
        """The lines with a higher number than `after`, in order."""
        query = f"SELECT {COLUMNS} FROM trail WHERE seq > $1 ORDER BY seq"  # noqa: S608 - our own words
        async for row in self._connection.cursor(query, after, prefetch=AT_ONCE, record_class=Row):
            yield row


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[Trail]:
    """The trail at one moment. Raises Away."""
    async with database.bare() as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Trail(connection)
