"""Which statements a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.support.site import Site

HEAD = 100


@contextmanager
def asked(site: Site, *, whole: bool = False) -> Iterator[list[str]]:
    """The SQL that the site's engine sends within the block, without BEGIN and COMMIT, and without what the ballot box
    sends through its own driver. The hub asks nothing meanwhile, as long as nobody follows a page.

    Only the beginning of each statement, unless `whole`: a list of values in it may grow with the rows.
    """
    engine = site.app.state.runtime.database.engine.sync_engine
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(" ".join(statement.split())[: None if whole else HEAD])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)
