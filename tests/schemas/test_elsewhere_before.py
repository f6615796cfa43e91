"""What was sent on before there were referrals gets one, for the coordinator to find out; figures are counted anew."""

from datetime import timedelta

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from schemas.board import Board
from schemas.person import Person
from server.core import clock
from server.core.database import Database
from server.core.days import danish_day
from server.core.revisions import head
from server.ops.backup.checks import checked
from server.ops.migrate import config
from server.views.overview.queries import Asked, load_overview
from server.work.deadlines.unasked import to_find_out
from tests.support.many import make_many

THIS = "0040_silence"
ELSEWHERE = "SELECT count(*) FROM idea WHERE status = 'elsewhere'"
NAMED = """UPDATE status_change SET place = 'Trafikselskabet' WHERE status = 'elsewhere'
AND idea_id = (SELECT min(id) FROM idea WHERE status = 'elsewhere')"""


async def test_they_are_to_be_found_out_and_no_leader_gets_mail(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        made = await make_many(session, 8, 300)
        await session.execute(text(NAMED))
        sent = (await session.execute(text(ELSEWHERE))).scalar_one()
    assert sent > 2

    def again(connection: Connection) -> None:
        before = ScriptDirectory.from_config(config()).get_revision(THIS).down_revision
        command.downgrade(config(connection), str(before))
        connection.execute(text("UPDATE board_figures SET answered_after = '{}', waiting_since = '{}'"))
        command.upgrade(config(connection), str(head()))

    engine = create_async_engine(make_url(database_url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(again)
        made_of = await connection.execute(text("SELECT state, mail, unit_id, reply_by, body FROM referral"))
        referrals = made_of.all()
        kinds = (await connection.execute(text("SELECT kind, count(*) FROM job GROUP BY kind"))).all()
        mails = (await connection.execute(text("SELECT count(*) FROM mail"))).scalar_one()
        boards = (await connection.execute(text("SELECT DISTINCT board_id FROM idea WHERE status = 'elsewhere'"))).all()
    await engine.dispose()
    today = danish_day(clock.now())
    assert len(referrals) == sent
    assert {(state, mail, unit) for state, mail, unit, _, _ in referrals} == {("sent", "", None)}
    assert {danish_day(by) for *_, by, _ in referrals} == {today + timedelta(days=30)}
    assert sorted({body for *_, body in referrals}) == ["Et andet sted", "Trafikselskabet"]
    watched = ("referral_due_soon", "referral_overdue", "referral_silent")
    assert {kind: count for kind, count in kinds if kind.startswith("referral")} == dict.fromkeys(watched, sent)
    assert mails == 0

    assert dict(await checked(database))["figures"] == "", "a recount finds the same"
    async with database.snapshot() as session:
        view = await load_overview(session, await session.get_one(Person, made.leader_id), Asked())
        found = [await to_find_out(session, await session.get_one(Board, row[0])) for row in boards]
    assert view.past.recounted == today
    assert sum(map(len, found)) == sent
