"""The health of the database: whether it answers, can be written to, has our tables, and agrees about the time.

`look` asks once, on a connection of its own. `Health` keeps asking and remembers, so that whoever wants to know (the
proxy every second, an operator, a page that can do without) never waits behind other people's requests.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import asyncpg
import structlog

from server.core import clock
from server.core.database_address import DatabaseAddress
from server.core.outage import is_full
from server.core.revisions import VERSION, Tables, compare, head, said_of
from server.core.told_to_end import end_if_told

PATIENCE = 3.0
"""Seconds that each host has to let us in, and that the one that does has to answer."""
WELL, ILL = 2.0, 1.0
"""Seconds between two looks, while all is well and while something is wrong."""
APART_MOST = timedelta(seconds=2)
"""How far our clock may be off the database's."""
OLDEST = 15
HOW = """
SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS only_read,
    current_setting('server_version_num')::int / 10000 AS version,
    current_setting('max_connections')::int AS connections,
    to_regclass('alembic_version') IS NOT NULL AS migrated, clock_timestamp() AS now
"""

log = structlog.get_logger(__name__)


class State(StrEnum):
    """Its state, in a word or two."""

    UNKNOWN = "not asked yet"
    OK = "ok"
    ABSENT = "absent"
    FULL = "full"
    READ_ONLY = "read-only"
    OLDER = "older tables"
    NEWER = "newer tables"


WORKS = frozenset({State.OK, State.NEWER})
"""States in which everything works. Newer tables are normal while a new version is rolled out."""


@dataclass(frozen=True)
class Seen:
    """What a look found. Without an answer only `state` and `said` are known."""

    state: State
    said: str
    version: int = 0
    tables: str | None = None
    apart: timedelta = timedelta(0)
    """Our clock minus the database's."""
    connections: int = 0
    """How many it takes at all (`max_connections`)."""


async def look(address: DatabaseAddress) -> Seen:
    """Ask on a connection of its own, and close it. Raises nothing."""
    try:
        connection = await address.connect(timeout=PATIENCE)
        try:
            async with asyncio.timeout(PATIENCE):
                return await _asked(connection)
        finally:
            with suppress(OSError, asyncpg.InterfaceError):
                connection.terminate()
    except TimeoutError:
        return Seen(State.ABSENT, f"does not answer within {PATIENCE:.0f} seconds")
    except Exception as error:  # the URL may be wrong in any way; the message may hold a password, so only the class
        if is_full(error):
            return Seen(State.FULL, "has no connection free")
        return Seen(State.ABSENT, f"cannot be reached ({type(error).__name__})")


async def _asked(connection: asyncpg.Connection) -> Seen:
    before = clock.now()
    how = await connection.fetchrow(HOW)
    apart = before + (clock.now() - before) / 2 - how["now"]
    tables = await connection.fetchval(VERSION) if how["migrated"] else None
    known = {"version": how["version"], "tables": tables, "apart": apart, "connections": how["connections"]}
    if how["only_read"]:
        return Seen(State.READ_ONLY, "can only be read: it follows another, or was told so", **known)
    state = {Tables.RIGHT: State.OK, Tables.OLDER: State.OLDER, Tables.NEWER: State.NEWER}[compare(tables)]
    return Seen(state, said_of(tables), **known)


class Health:
    """`await start()`, read `seen` and `serves` at any time, `await stop()`."""

    def __init__(self, address: DatabaseAddress) -> None:
        self._address = address
        self._task: asyncio.Task[None] | None = None
        self.seen = Seen(State.UNKNOWN, "was not asked yet")
        self.serves = True
        """False if the tables were older than the code when last seen: then this server cannot work with them."""

    async def start(self) -> None:
        """Look once, so that a server without its tables never reports ready; then keep looking in the background."""
        await self._look()
        self._task = asyncio.create_task(self._go_on(), name="health")

    async def stop(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(WELL if self.seen.state in WORKS else ILL)
            await self._look()
            end_if_told()

    async def _look(self) -> None:
        before, self.seen = self.seen, await look(self._address)
        if self.seen.version:
            self.serves = compare(self.seen.tables) is not Tables.OLDER
        if self.seen.state is not before.state:
            tell = log.info if self.seen.state in WORKS else log.warning
            tell("database", state=self.seen.state.value, tables=self.seen.tables, needed=head())
        if _apart(self.seen) and not _apart(before):
            log.warning("clock differs from the database's", seconds=round(self.seen.apart.total_seconds(), 1))


def _apart(seen: Seen) -> bool:
    return abs(seen.apart) > APART_MOST
