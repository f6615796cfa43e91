"""One world for many rows of the table: made once, and put back wherever somebody has changed it."""

from collections.abc import Sequence
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
EMPTY = "; ".join(f'DELETE FROM "{table}"' for table in TABLES)
NOTED = """
CREATE UNLOGGED TABLE kept.noted (name text);
CREATE FUNCTION kept.note() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO kept.noted VALUES (TG_TABLE_NAME); RETURN NULL; END $$
"""
"""PostgreSQL notes the tables that anybody writes to, so that only those need be looked through after a request."""


def _noting(name: str) -> str:
    """Has PostgreSQL note whatever writes to a table, also by way of another's foreign key."""
    return (
        f'CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public."{name}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION kept.note()"
    )


def _hash(name: str) -> str:
    """A table's name, and its content as a hash."""
    return f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{name}\" AS t"


def _matching(name: str) -> str:
    """A table's name, once for each row that holds what $1 describes."""
    return f"SELECT '{name}' FROM \"{name}\" AS t WHERE t::text ~ $1"


def _insert(name: str) -> str:
    """Puts the kept rows of a table back, but for what PostgreSQL makes of them itself."""
    given = ", ".join(f'"{column.name}"' for column in metadata.tables[name].columns if column.computed is None)
    return f'INSERT INTO "{name}" ({given}) OVERRIDING SYSTEM VALUE SELECT {given} FROM kept."{name}"'


FORGET = "DELETE FROM kept.noted"
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
        noting = (_noting(name) for name in TABLES)
        await self.connection.execute("; ".join(("CREATE SCHEMA kept", *kept, NOTED, *noting)))
        return self

    async def leave(self) -> None:
        """Put the world back, and hold that nobody wrote to a table without its being noted."""
        if self._made is not None:
            await self._put_back()
            for name, content in (await self.read()).items():
                assert content == self._kept[name] or name in SILENT, f"{name} was changed, and that was not noted"

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
        now = await self.read(await self._written())
        return {name for name, content in now.items() if content != self._kept[name]}

    async def _written(self) -> list[str]:
        """The tables that somebody has written to since the world was made or put back."""
        return [row[0] for row in await self.connection.fetch("SELECT DISTINCT name FROM kept.noted ORDER BY name")]

    async def noted(self) -> list[str]:
        """The deeds in the trail."""
        return [row[0] for row in await self.connection.fetch("SELECT deed FROM trail ORDER BY seq")]

    async def holding(self, pattern: str) -> list[str]:
        """The tables that hold what a regular expression describes, and that the world as it was made does not."""
        written = await self._written()
        asked = " UNION ".join(_matching(name) for name in written)
        return [row[0] for row in await self.connection.fetch(asked, pattern)] if written else []

    async def read(self, names: Sequence[str] = TABLES) -> dict[str, str]:
        """What each of these tables holds now, as a hash."""
        asked = " UNION ALL ".join(_hash(name) for name in names)
        return {row[0]: row[1] for row in await self.connection.fetch(asked)} if names else {}

    async def _make(self, phase: Phase, status: Status, *, over: bool) -> World:
        async with self.connection.transaction():
            await self.connection.execute(
                "SET LOCAL session_replication_role = replica"
            )  # nothing follows, or is noted
            await self.connection.execute(EMPTY)
        made = await World.make(self.wire, self.database, phase, status)
        if over:
            ended = await made.post("ada", f"/m/{made.values['meeting']}/end")
            assert ended.status_code == 303
        keep = (f'DELETE FROM kept."{name}"; INSERT INTO kept."{name}" TABLE public."{name}"' for name in TABLES)
        await self.connection.execute("; ".join((*keep, FORGET)))
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
        assert not await self.changed(), "the world could not be put back"
        await self.connection.execute(FORGET)
