"""Which programs make a backup, which backups are read, and how a database that was put back is told from another."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection

from server.core import clock
from server.core.database import Database
from server.core.ledger import Position
from server.core.revisions import head, revisions
from server.core.whereabouts import Whereabouts
from server.ops import migrate
from server.ops.backup.programs import NotDone, found
from server.ops.embedded import Postgres, Valkey, programs
from tests.platform.restoring import Operator, dumped
from tests.support.databases import drop_database, new_database, rows
from tests.support.site import Site


async def test_an_older_backup_is_brought_to_this_version_and_a_newer_one_refused(
    template: Postgres, valkey: Valkey, tmp_path: Path
) -> None:
    """The version before has its secrets in three columns; a later one has tables that we do not know."""
    old, empty = [await new_database(template, template="template1") for _ in range(2)]
    engine = Database(old, size=1).engine

    def to_the_version_before(connection: Connection) -> None:
        command.upgrade(migrate.config(connection), revisions()[revisions().index("0031_secrets") - 1])

    async with engine.begin() as connection:
        await connection.run_sync(to_the_version_before)
    await engine.dispose()
    await rows(old, "INSERT INTO unit (public_id, kind, name) VALUES ('u', 'region', 'Region Nord')")
    await dumped(old, tmp_path / "old.dump")
    await rows(old, "UPDATE alembic_version SET version_num = '9999_later'")
    await dumped(old, tmp_path / "new.dump")
    operator = Operator(Site.at(empty, valkey.url).settings)
    assert "newer version" in await operator.refused("restore", str(tmp_path / "new.dump"), "--without-erasures")
    assert not await rows(empty, "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    await operator.well("restore", str(tmp_path / "old.dump"), "--without-erasures")
    assert [row[0] for row in await rows(empty, "SELECT name FROM unit")] == ["Region Nord"]
    assert await migrate.current(empty) == head()
    for url in (old, empty):
        await drop_database(template, url)


def test_the_programs_fit_the_server_or_it_is_said_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine's own come first. A newer pg_dump will do, an older one will not; nor any other pg_restore."""
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) 16.4'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("server.ops.backup.programs.DEBIAN", tmp_path / "nothing")
    ours, wheels = str(tmp_path), str(programs.in_wheel())
    assert found("pg_dump", 16) == f"{ours}/pg_dump"
    assert found("pg_restore", 16) == f"{ours}/pg_restore"
    assert found("pg_dump", 15) == f"{ours}/pg_dump"
    assert found("pg_dump", 17) == f"{wheels}/pg_dump"
    assert found("pg_restore", 17) == f"{wheels}/pg_restore"
    for name, server in (("pg_restore", 15), ("pg_dump", 19)):
        with pytest.raises(NotDone, match=f"this machine has 16, 18: install postgresql-client-{server}"):
            found(name, server)


AT = Position("7", 3, 5_000, "40")


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        (AT, False),
        (Position("7", 3, 9_000, "41"), False),  # a minute later
        (Position("7", 4, 5_100, "40"), False),  # a replica took over, and lacks the last seconds
        (Position("7", 4, 4_000, "40"), True),  # recovered to a point in time
        (Position("7", 2, 9_000, "41"), True),  # the old primary, that a replica has taken over from
        (Position("8", 1, 9_000, "41"), True),  # another cluster
        (Position("7", 3, 9_000, "39"), True),  # pg_restore into the same cluster
        (Position("", 0, 0, "40"), False),  # a replica, or PostgreSQL does not tell us
    ],
)
def test_a_failover_is_told_from_a_restore(now: Position, wrong: bool) -> None:
    at = Whereabouts(now, "7/1", clock.now(), AT, at_home=True, restoring=False)
    assert bool(at.wrong(AT)) is wrong
    assert not at.wrong(None), "without a ledger nobody knows"
    assert replace(at, at_home=False).wrong(None)
