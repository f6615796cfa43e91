"""What a database that is away, slow, full or read-only looks like, whichever driver says so; elsewhere nobody asks.

`server/core/database.py` turns all of it into `Away` at its door, so a page, a form, a poll and a job meet one thing.
"""

import asyncpg
from sqlalchemy.exc import DBAPIError, EmulatedDBAPIException
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.core.errors import Away

FULL = frozenset({"53300"})
"""No connection is free; one may be soon."""
READ_ONLY = "25006"
LOST = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03"})
"""The server says that it ends this line: it stops, crashed, starts up, or the line was idle for too long."""
PASSING = frozenset({"57014", "55P03", "40001", "40P01", "58030", READ_ONLY})
"""The statement was given up: it took too long, waited for a lock, met another one, or the disk did not answer."""
CONNECTION, RESOURCES = "08", "53"
"""Classes of states: the line is broken; memory, disk or connections have run out."""

__all__ = ["Away", "is_away", "is_full", "is_lost", "is_read_only"]


def is_full(error: BaseException) -> bool:
    """Whether the server has no connection free now."""
    return _state(error) in FULL


def is_read_only(error: BaseException) -> bool:
    """Whether a write met a server that only reads: after a failover the old one, which now follows."""
    return _state(error) == READ_ONLY


def is_lost(error: BaseException) -> bool:
    """Whether the line itself is gone, so that another one may do."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    said = _said(error)
    return (
        # The last is asyncpg's own confusion, as where a server was killed in the middle of an answer.
        isinstance(said, ConnectionError | TimeoutError | asyncpg.InternalClientError)
        or _state(error) in LOST
        or _state(error).startswith(CONNECTION)
        or (isinstance(said, asyncpg.InterfaceError) and "connection is closed" in str(said))
    )


def is_away(error: BaseException) -> bool:
    """Whether it is the database's state, not ours or a person's, that made a statement fail."""
    if isinstance(error, Away | PoolTimeout) or is_lost(error):
        return True
    return _state(error) in PASSING or _state(error).startswith(RESOURCES)


def _said(error: BaseException) -> BaseException:
    """What the driver itself raised, under the wrappings of SQLAlchemy."""
    while isinstance(error, DBAPIError | EmulatedDBAPIException) and error.orig is not None:
        error = error.orig
    return error


def _state(error: BaseException) -> str:
    """The SQLSTATE, or nothing."""
    return getattr(_said(error), "sqlstate", None) or ""
