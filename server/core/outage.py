"""What a database that is away, slow, full or read-only looks like, whichever driver reports it. Nobody else needs to
know.

`server/core/database.py` turns all of it into `Away`, so pages, forms, polls and jobs have one exception to handle.
"""

import asyncpg
from sqlalchemy.exc import DBAPIError, EmulatedDBAPIException
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.core.errors import Away

FULL = frozenset({"53300"})
"""All connections are in use; one may be free soon."""
READ_ONLY = "25006"
LOST = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03"})
"""The server is ending this connection: it is stopping, has crashed, is starting, or the connection was idle too long.
"""
PASSING = frozenset({"57014", "55P03", "40001", "40P01", "58030", READ_ONLY})
"""The statement was aborted: it took too long, waited for a lock, was in conflict with another, or the disk failed."""
CONNECTION, RESOURCES = "08", "53"
"""Classes of SQLSTATE: the connection is broken; memory, disk or connections have run out."""
NONSENSE = "08P01"
"""We have sent something that is not in the protocol: the connection is there, and asking again does not help."""

__all__ = ["Away", "is_away", "is_full", "is_lost", "is_read_only", "reported", "why_away"]


def is_full(error: BaseException) -> bool:
    """Whether all of the server's connections are in use."""
    return _state(error) in FULL


def is_read_only(error: BaseException) -> bool:
    """Whether a write reached a read-only server: after a failover, the old primary that is now a standby."""
    return _state(error) == READ_ONLY


def is_lost(error: BaseException) -> bool:
    """Whether the connection itself is gone, so that a new one may work."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    said = reported(error)
    return (
        # The last is asyncpg losing track, for instance when the server was killed in the middle of an answer.
        isinstance(said, ConnectionError | TimeoutError | asyncpg.InternalClientError)
        or _state(error) in LOST
        or (_state(error).startswith(CONNECTION) and _state(error) != NONSENSE)
        or (isinstance(said, asyncpg.InterfaceError) and "connection is closed" in str(said))
    )


def is_away(error: BaseException) -> bool:
    """Whether a statement failed because of the state of the database, and not through our fault or a person's."""
    if isinstance(error, Away | PoolTimeout) or is_lost(error):
        return True
    return _state(error) in PASSING or _state(error).startswith(RESOURCES)


def why_away(problem: Away) -> str:
    """What the driver said, for the log: the kind of error and its SQLSTATE, and no word of what was asked; "" where
    nothing was asked, because all of our connections were in use."""
    if problem.__cause__ is None:
        return ""
    said = reported(problem.__cause__)
    return " ".join(filter(None, (type(said).__name__, _state(said))))


def reported(error: BaseException) -> BaseException:
    """What the driver itself raised, inside SQLAlchemy's wrappers."""
    while isinstance(error, DBAPIError | EmulatedDBAPIException) and error.orig is not None:
        error = error.orig
    return error


def _state(error: BaseException) -> str:
    """The SQLSTATE, or ""."""
    return getattr(reported(error), "sqlstate", None) or ""
