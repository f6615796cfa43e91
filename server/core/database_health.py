"""How the database is: whether it answers, may be written to, has our tables, and goes by our time.

`look` asks once, on a line of its own. `Health` goes on asking and remembers, so that whoever wants to know (the proxy
every second, an operator, a page that can do without) never waits behind other people's requests.
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

PATIENCE = 3.0
"""Seconds in which each host must let us in, and the one that does must answer."""
WELL, ILL = 2.0, 1.0
"""Seconds between two looks, while all is well and while it is not."""
APART_MOST = timedelta(seconds=2)
"""How far our clock may be from the database's."""
OLDEST = 15
HOW = """
SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS only_read,
    current_setting('server_version_num')::int / 10000 AS version,
    to_regclass('alembic_version') IS NOT NULL AS migrated, clock_timestamp() AS now
"""

log = structlog.get_logger(__name__)


class State(StrEnum):
    """What can be told of it, in one word."""

    UNKNOWN = "not asked yet"
    OK = "ok"
    ABSENT = "absent"
    FULL = "full"
    READ_ONLY = "read-only"
    OLDER = "older tables"
    NEWER = "newer tables"


WORKS = frozenset({State.OK, State.NEWER})
"""States in which nobody notices anything. Newer tables are there whenever a new version is rolled out."""


@dataclass(frozen=True)
class Seen:
    """What a look found. Without an answer only `state` and `said` are known."""

    state: State
    said: str
    version: int = 0
    tables: str | None = None
    apart: timedelta = timedelta(0)
    """Our clock less the database's."""


async def look(address: DatabaseAddress) -> Seen:
    """Ask on a line of its own, and hang up. Raises nothing."""
    try:
        line = await address.connect(timeout=PATIENCE)
        try:
            async with asyncio.timeout(PATIENCE):
                return await _asked(line)
        finally:
            with suppress(OSError, asyncpg.InterfaceError):
                line.terminate()
    except TimeoutError:
        return Seen(State.ABSENT, f"does not answer within {PATIENCE:.0f} seconds")
    except Exception as error:  # an address may be wrong in any way; its words may hold a password, so only the class
        if is_full(error):
            return Seen(State.FULL, "has no connection free")
        return Seen(State.ABSENT, f"cannot be reached ({type(error).__name__})")


async def _asked(line: asyncpg.Connection) -> Seen:
    before = clock.now()
    how = await line.fetchrow(HOW)
    apart = before + (clock.now() - before) / 2 - how["now"]
    tables = await line.fetchval(VERSION) if how["migrated"] else None
    known = {"version": how["version"], "tables": tables, "apart": apart}
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
        """False where the tables are older than the code, as far as was last seen: this server can do nothing there."""

    async def start(self) -> None:
        """Look once, so that a server on empty tables is never taken for ready; then go on looking."""
        await self._look()
        self._task = asyncio.create_task(self._go_on(), name="health")

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(WELL if self.seen.state in WORKS else ILL)
            await self._look()

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
