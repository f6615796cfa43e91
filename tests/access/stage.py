"""One world for many rows of the table: made once, and put back wherever somebody has changed it."""

from dataclasses import dataclass, field

import asyncpg

from schemas.flow import Status
from schemas.format import Phase
from schemas.tables import metadata
from server.core.database import Database
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.site import Site

SILENT = {"presence", "browser_session", "job"}
"""Tables that asking alone may change."""
TABLES = sorted(metadata.tables)
FINGERPRINT = " UNION ALL ".join(
    f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{name}\" AS t"
    for name in TABLES
)
"""Every table's content, as a hash."""


def _insert(name: str) -> str:
    """Puts the kept rows of a table back, but for what PostgreSQL makes of them itself."""
    given = ", ".join(f'"{column.name}"' for column in metadata.tables[name].columns if column.computed is None)
    return f'INSERT INTO "{name}" ({given}) OVERRIDING SYSTEM VALUE SELECT {given} FROM kept."{name}"'


INSERT = {name: _insert(name) for name in TABLES}


@dataclass(eq=False)
class Stage:
    """Stands in a module's database; `connection` is its own, so that what is asked 600 times is planned once."""

    site: Site
    wire: Browser
    database: Database
    connection: asyncpg.Connection
    _which: tuple[Phase, Status, bool] | None = None
    _made: World | None = None
    _kept: dict[str, str] = field(default_factory=dict)

    async def prepare(self) -> "Stage":
        """Make a place beside every table, where the rows of the world are kept."""
        kept = (f'CREATE TABLE kept."{name}" AS TABLE public."{name}" WITH NO DATA' for name in TABLES)
        await self.connection.execute("; ".join(("CREATE SCHEMA kept", *kept)))
        return self

    async def world(self, phase: Phase, status: Status = Status.PROPOSED, *, over: bool = False) -> World:
        """A world that nobody has touched, and nothing else in the tables; with `over` its meeting has ended."""
        if self._made is None or self._which != (phase, status, over):
            self._made = await self._make(phase, status, over=over)
            self._which = (phase, status, over)
        else:
            await self._put_back()
        await self.forgive()
        return self._made

    async def forgive(self) -> None:
        """Forget how much was asked: all that is asked here comes from one address, and from few seats."""
        self.site.app.state.budget._known.clear()
        await self.site.app.state.wrong_codes.forget()

    async def changed(self) -> set[str]:
        """The tables in which something is different now; those that asking alone may change are left out."""
        return await self._different() - SILENT

    async def _different(self) -> set[str]:
        now = await self.read()
        return {name for name in TABLES if now[name] != self._kept[name]}

    async def read(self) -> dict[str, str]:
        """What every table holds now, as a hash."""
        return {row[0]: row[1] for row in await self.connection.fetch(FINGERPRINT)}

    async def _make(self, phase: Phase, status: Status, *, over: bool) -> World:
        await self.connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        made = await World.make(self.wire, self.database, phase, status)
        if over:
            ended = await made.post("ada", f"/m/{made.values['meeting']}/end")
            assert ended.status_code == 303
        keep = (f'DELETE FROM kept."{name}"; INSERT INTO kept."{name}" TABLE public."{name}"' for name in TABLES)
        await self.connection.execute("; ".join(keep))
        self._kept = await self.read()
        return made

    async def _put_back(self) -> None:
        """Foreign keys are not looked at meanwhile: in the end all rows are again those that fitted together."""
        different = await self._different()
        if not different:
            return
        put = (f'DELETE FROM "{name}"; {INSERT[name]}' for name in sorted(different))
        async with self.connection.transaction():
            await self.connection.execute("; ".join(("SET LOCAL session_replication_role = replica", *put)))
        assert not await self._different(), "the world could not be put back"
