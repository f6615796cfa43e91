"""What was typed before texts were composed is composed by the migration, and boards find their place."""

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from server.core.database import Database
from server.core.revisions import head
from server.ops.migrate import config
from tests.support.scene import make_board, make_person, make_units

THIS = "0014_names_and_texts"
LONGER = "\ufb2a" * 200
"""A Hebrew letter with its dot in one, as some keyboards write it: composed it is two, and fills the field twice."""


async def test_old_texts_are_composed_and_nothing_is_emptied(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        leo = await make_person(session, "leo@x.test", "Leo", "")
        unit = await make_units(session, leo)
        for name in ("A\u030arhus", "bl\u00ad\u00e5\u200b", "\u200b", "Ærø 10", LONGER):
            await make_board(session, unit, name)

    def again(connection: Connection) -> None:
        before = ScriptDirectory.from_config(config()).get_revision(THIS).down_revision
        command.downgrade(config(connection), str(before))
        command.upgrade(config(connection), str(head()))

    engine = create_async_engine(make_url(database_url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(again)
        found = (await connection.execute(text("SELECT name, sort_name FROM board ORDER BY id"))).all()
    await engine.dispose()
    assert [name for name, _ in found] == ["Århus", "blå", "\u200b", "Ærø 10", LONGER]
    assert found[0][1] == "}rhus"
    assert found[3][1] == "{r| 000000010"
