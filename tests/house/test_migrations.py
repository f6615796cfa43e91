"""Migrations let the version before go on writing: rolling deploys and roll-backs depend on it."""

import runpy
from collections.abc import AsyncIterator

import asyncpg
import pytest
from alembic import command
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from schemas.tables import metadata
from server.checkout import CHECKOUT
from server.core.database import Database
from server.core.revisions import head, revisions
from server.ops import migrate
from server.ops.embedded import Postgres
from tests.house.tables import harm, shape_of
from tests.support.databases import drop_database, new_database

FOLDER = CHECKOUT / "schemas" / "migrations" / "versions"
ACCEPTED: dict[str, dict[str, str]] = {
    "0009_by_day": {
        "mail.by_day is new, must be filled, and has no default": "found too late; 0010 gives it back",
    },
    "0031_secrets": {
        f"{table} has a new rule: CREATE TRIGGER former_secret AFTER INSERT OR UPDATE OF {column} ON public.{table} "
        f"FOR EACH ROW EXECUTE FUNCTION former_secret_of_{table}()": "it refuses nothing: tests/house/test_former.py"
        for table, column in (("round", "secret"), ("meeting", "heard_secret"), ("follow_up", "secret"))
    },
    "0043_talk_of_cases": {
        **{
            f"{table} has a new rule: CHECK ((num_nonnulls(idea_id, consultation_id) = 1))": "it refuses nothing: the "
            "version before writes idea_id, and knows no consultation_id"
            for table in ("comment", "note")
        },
        "note has a new rule: UNIQUE (meeting_id, consultation_id)": "the same: it leaves consultation_id empty",
    },
}
"""By migration: what it does to the version before, and why that was accepted. The reason must be one that can be
checked: the newest tag at which nothing read the column any more."""
BREAKS = {
    "ALTER TABLE mail DROP COLUMN news": "mail.news is gone",
    "ALTER TABLE mail RENAME COLUMN news TO fresh": "mail.news is gone",
    "DROP TABLE hand": "hand.",
    "ALTER TABLE hand RENAME TO finger": "hand.",
    "ALTER TABLE mail ADD COLUMN tone text NOT NULL": "no default",
    "ALTER TABLE mail ALTER COLUMN news DROP DEFAULT": "mail.news lost its default",
    "ALTER TABLE mail ALTER COLUMN sent_at SET NOT NULL": "mail.sent_at must be filled now",
    "ALTER TABLE mail ALTER COLUMN subject TYPE varchar(3)": "mail.subject was",
    "ALTER TABLE seat ALTER COLUMN name TYPE bytea USING name::bytea": "seat.name was",
    "ALTER TABLE seat ADD CHECK (name <> '')": "seat has a new rule",
    "ALTER TABLE seat ADD UNIQUE (name)": "seat has a new rule",
    "CREATE UNIQUE INDEX ON seat (lower(name), name)": "seat has a new rule",
    "ALTER TABLE step DROP CONSTRAINT step_public_id_key": "step is unique no longer",
    "CREATE TABLE thing (seat_id bigint REFERENCES seat (id))": "seat cannot be deleted from",
}
KEEPS = [
    "ALTER TABLE mail ADD COLUMN tone text",
    "ALTER TABLE mail ADD COLUMN tone text NOT NULL DEFAULT ''",
    "ALTER TABLE mail ADD COLUMN tone text UNIQUE",
    "ALTER TABLE mail ALTER COLUMN subject TYPE text",
    "ALTER TABLE mail ALTER COLUMN subject DROP NOT NULL",
    "CREATE TABLE thing (seat_id bigint NOT NULL REFERENCES seat (id) ON DELETE CASCADE)",
    "CREATE INDEX ON seat (name)",
]


@pytest.fixture
async def bare(postgres: Postgres, template: Postgres) -> AsyncIterator[str]:
    """The address of a database without tables."""
    url = await new_database(template, template="template1")
    yield url
    await drop_database(template, url)


async def test_no_migration_harms_the_version_before(bare: str) -> None:
    connection, engine = await asyncpg.connect(bare), Database(bare, size=1).engine
    found: dict[str, set[str]] = {}
    before = await shape_of(connection)
    for revision in revisions():

        def step(sync: Connection, to: str = revision) -> None:
            command.upgrade(migrate.config(sync), to)

        async with engine.begin() as migrating:
            await migrating.run_sync(step)
        after = await shape_of(connection)
        if done := harm(before, after):
            found[revision] = done
        before = after
    await connection.close()
    await engine.dispose()
    assert {revision: set(reasons) for revision, reasons in ACCEPTED.items()} == found, (
        "give what is new a default, and drop a column a release after the last code that used it"
    )
    assert before.columns


@pytest.mark.parametrize("change", [*BREAKS, *KEEPS])
async def test_the_rule_can_fail(change: str, database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    transaction = connection.transaction()
    await transaction.start()
    before = await shape_of(connection)
    await connection.execute(change)
    found = harm(before, await shape_of(connection))
    await transaction.rollback()
    await connection.close()
    if change in BREAKS:
        assert any(BREAKS[change] in words for words in found), found
    else:
        assert not found


def test_revisions_come_in_the_order_of_their_files() -> None:
    """`revisions()` only reads file names."""
    told = {}
    for path in sorted(FOLDER.glob("*.py")):
        names = runpy.run_path(str(path))
        assert names["revision"] == path.stem, "a revision is named for its file"
        told[path.stem] = names["down_revision"]
    known = revisions()
    assert list(told) == list(known)
    assert [told[revision] for revision in known] == [None, *known[:-1]]


@pytest.mark.long
async def test_newer_tables_are_left_alone(bare: str) -> None:
    """An old version's `migrate` runs in every rolling deploy and every roll-back."""
    assert await migrate.upgrade(bare) == f"at {head()}"
    engine = create_async_engine(bare.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
    await engine.dispose()
    assert "newer than this version" in await migrate.upgrade(bare)
    assert await migrate.current(bare) == "9999_later"


async def test_the_tables_of_the_code_are_those_of_the_database(database_url: str) -> None:
    def columns(connection: Connection) -> set[str]:
        there = inspect(connection)
        return {f"{table}.{column['name']}" for table in there.get_table_names() for column in there.get_columns(table)}

    engine = create_async_engine(database_url.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.connect() as connection:
        stored = {name for name in await connection.run_sync(columns) if not name.startswith("alembic_version.")}
    await engine.dispose()
    known = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    assert not known - stored, f"write the migration that makes {known - stored} (schemas/migrations/versions)"
