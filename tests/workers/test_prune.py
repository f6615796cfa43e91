"""What has served its time goes; what has not stays."""

from datetime import timedelta

from sqlalchemy import text

from schemas.follow import Follow
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.person import SignInLink
from schemas.presence import Presence
from schemas.session import BrowserSession
from server.core import clock as now_of
from server.core.database import Database
from server.core.settings import Settings
from tests.support.waiting import until
from tests.workers.scene import Room, ask, working

ALL = """SELECT string_agg(what, ' ' ORDER BY what) FROM (
SELECT dedupe FROM job WHERE kind = 'test' UNION ALL SELECT coalesce(mail, 'follow-here') FROM follow
UNION ALL
SELECT message_id FROM mail UNION ALL
SELECT convert_from(token_hash, 'UTF8') FROM sign_in_link UNION ALL SELECT server FROM presence UNION ALL
SELECT convert_from(token_hash, 'UTF8') FROM browser_session) AS t (what)"""


async def test_old_things_go_and_others_stay(room: Room, settings: Settings, database: Database) -> None:
    now = now_of.now()

    def job(name: str, state: JobState, age: timedelta) -> Job:
        return Job(kind="test", subject_id=1, dedupe=name, due_at=now - age, state=state, done_at=now - age)

    def mail(name: str, age: timedelta) -> Mail:
        return Mail(recipient="a@b.test", subject="s", body="b", message_id=name, created_at=now - age)

    def link(name: str, left: timedelta, *, reusable: bool = False) -> SignInLink:
        expires = now + left
        return SignInLink(person_id=room.leo.id or 0, token_hash=name.encode(), expires_at=expires, reusable=reusable)

    days = [timedelta(days=number) for number in range(400)]
    idea = await room.idea()

    def follow(name: str, age: timedelta, *, yes: bool = False) -> Follow:
        said = now if yes else None
        return Follow(
            idea_id=idea.id or 0, mail=name, token_hash=name.encode(), created_at=now - age, confirmed_at=said
        )

    async with database.begin() as session:
        session.add_all([follow("follow:old", days[31]), follow("follow-new", days[29])])
        session.add(follow("follow-yes", days[99], yes=True))
        session.add(Follow(idea_id=idea.id or 0, created_at=now - days[99]))
        session.add_all([job("job:old", JobState.DONE, days[2]), job("job-new", JobState.DONE, days[0])])
        session.add_all([job("job:dead:old", JobState.DEAD, days[31]), job("job-dead", JobState.DEAD, days[29])])
        waiting = job("job-due", JobState.DUE, days[50])
        waiting.done_at = None
        session.add_all([waiting, mail("mail:old", days[31]), mail("mail-new", days[29])])
        session.add_all([link("link:old", -days[1]), link("link-new", days[1])])
        session.add(link("link-demo", -days[100], reusable=True))
        for name, age in (("presence:old", timedelta(hours=2)), ("presence-new", timedelta(minutes=1))):
            session.add(Presence(server=name, board_id=room.board_id, seat_ids=[], at=now - age))
        for name, age in (("session:old", days[366]), ("session-new", days[364])):
            session.add(BrowserSession(token_hash=name.encode(), created_at=now - age))
        await session.flush()
        await session.execute(
            text(
                "INSERT INTO job (kind, subject_id, dedupe, due_at, state, attempts)"
                " VALUES ('every:prune', 0, 'every:prune', now() - interval '1 day', 'due', 0)"
            )
        )
    async with working(settings):
        await until(lambda: _went(database), what="the pruning")
    kept = "follow-here follow-new follow-yes job-dead job-due job-new link-demo link-new mail-new"
    kept += " presence-new session-new"
    assert await ask(database, ALL) == kept


async def _went(database: Database) -> bool:
    return bool(await ask(database, "SELECT done_at IS NOT NULL FROM job WHERE kind = 'every:prune'"))
