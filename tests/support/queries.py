"""Which statements a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from server.core import prepared
from server.core.database import Database
from tests.support.site import Site

HEAD = 100


@contextmanager
def asked(site: Site, *, whole: bool = False) -> Iterator[list[str]]:
    """The SQL that the site sends within the block, on its engine, past SQLAlchemy, and to find out who asks; without
    BEGIN and COMMIT, and without what the ballot box sends. The hub asks nothing meanwhile, as long as nobody follows a
    page.

    Only the beginning of each statement, unless `whole`: a list of values in it may grow with the rows.
    """
    database = site.app.state.runtime.database
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(" ".join(statement.split())[: None if whole else HEAD])

    async def read(statement: str, *values: object) -> list[Any]:
        note(None, None, statement)
        return await Database.read(database, statement, *values)

    async def fetch(connection: Any, text: str, values: list[Any]) -> list[Any]:
        note(None, None, text)
        return await past_sqlalchemy(connection, text, values)

    past_sqlalchemy = prepared.fetch
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    database.read, prepared.fetch = read, fetch
    try:
        yield told
    finally:
        del database.read
        prepared.fetch = past_sqlalchemy
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@contextmanager
def by_sqlalchemy(site: Site) -> Iterator[list[str]]:
    """Those of them that SQLAlchemy sends, each of which costs several times what it costs the driver."""
    engine, told = site.app.state.runtime.database.engine.sync_engine, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(" ".join(statement.split())[:HEAD])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)
