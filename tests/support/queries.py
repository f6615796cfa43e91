"""How many questions a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.support.site import Site


@contextmanager
def asked(site: Site) -> Iterator[list[str]]:
    """The SQL that the site's engine sends within the block; BEGIN and COMMIT are not in it."""
    engine = site.app.state.parts.database.engine.sync_engine
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)
