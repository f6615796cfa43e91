"""Who was signed in before accounts kept a language is written to as they read on the screen they came with last."""

from datetime import timedelta

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from schemas.session import BrowserSession
from server.core import clock
from server.core.database import Database
from server.core.revisions import head
from server.ops.migrate import config
from tests.support.scene import make_person

THIS = "0019_language_of_accounts"


async def test_an_account_takes_the_language_of_its_newest_screen(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        for name, languages in (("ann", ("da", "en")), ("bo", ("en", "da")), ("cy", ())):
            person = await make_person(session, f"{name}@x.test", name, "")
            for age, language in enumerate(reversed(languages)):
                at = clock.now() - timedelta(days=age)
                hashed = f"{name}{age}".encode()
                session.add(BrowserSession(token_hash=hashed, person_id=person.id, language=language, created_at=at))

    def again(connection: Connection) -> None:
        before = ScriptDirectory.from_config(config()).get_revision(THIS).down_revision
        command.downgrade(config(connection), str(before))
        command.upgrade(config(connection), str(head()))

    engine = create_async_engine(make_url(database_url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(again)
        found = (await connection.execute(text("SELECT name, language FROM person ORDER BY name"))).all()
    await engine.dispose()
    assert [tuple(row) for row in found] == [("ann", "en"), ("bo", "da"), ("cy", "")]
