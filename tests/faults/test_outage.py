"""Which errors pass, whichever driver says them: the rest are ours, and stay so."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.core.errors import Away
from server.core.outage import is_away, is_full, is_lost, is_read_only

PASSES = {
    "lost": [
        asyncpg.ConnectionDoesNotExistError("x"),
        asyncpg.ConnectionFailureError("x"),
        asyncpg.AdminShutdownError("x"),
        asyncpg.CrashShutdownError("x"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.InterfaceError("cannot call Connection.fetch(): connection is closed"),
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
        ConnectionRefusedError(),
        ConnectionResetError(),
        TimeoutError(),
    ],
    "full": [asyncpg.TooManyConnectionsError("sorry, too many clients already")],
    "read only": [asyncpg.ReadOnlySQLTransactionError("cannot execute INSERT in a read-only transaction")],
    "for a while": [
        asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
        asyncpg.LockNotAvailableError("canceling statement due to lock timeout"),
        asyncpg.DeadlockDetectedError("x"),
        asyncpg.SerializationError("x"),
        asyncpg.DiskFullError("could not extend file"),
        asyncpg.OutOfMemoryError("x"),
        PoolTimeout(),
        Away(),
    ],
}
IS = {"lost": is_lost, "full": is_full, "read only": is_read_only}
OURS: list[Exception] = [
    asyncpg.UndefinedColumnError("x"),
    asyncpg.UndefinedTableError("x"),
    asyncpg.PostgresSyntaxError("x"),
    asyncpg.UniqueViolationError("x"),
    asyncpg.NotNullViolationError("x"),
    asyncpg.DataError("x"),
    asyncpg.ProtocolViolationError("invalid message format"),
    asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
    FileNotFoundError(),
    ValueError(),
]


def both(error: Exception) -> list[Exception]:
    """As the bare driver raises it, and as it comes through the engine."""
    return [error, DBAPIError("SELECT 1", {}, error)] if isinstance(error, asyncpg.PostgresError) else [error]


@pytest.mark.parametrize("kind", PASSES)
def test_what_passes_is_told_from_what_is_wrong(kind: str) -> None:
    for error in (as_raised for said in PASSES[kind] for as_raised in both(said)):
        assert is_away(error), error
        assert {name for name, judged in IS.items() if judged(error)} == {kind} & set(IS), error


def test_what_is_ours_stays_ours() -> None:
    for error in (as_raised for said in OURS for as_raised in both(said)):
        assert not is_away(error), error
    assert not is_away(IntegrityError("INSERT", {}, asyncpg.UniqueViolationError("x")))
