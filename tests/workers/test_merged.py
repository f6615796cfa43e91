"""Who follows an idea that was merged is told what is answered to the one it is part of now, and to no other."""

from datetime import datetime

import pytest
from sqlalchemy import text

from schemas.answer import AnswerGiven
from schemas.codes import keyed_hash
from schemas.flow import Status
from schemas.idea import Idea
from server.core.database import Database
from server.core.days import DENMARK
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ideas.follows.choosing import stop
from server.mail import links
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.workers.scene import Room, ask, until_caught_up, working


@pytest.fixture(autouse=True)
def tuesday(clock: Clock) -> None:
    """A Tuesday at ten, when people may be written to."""
    clock.stop(datetime(2026, 11, 17, 10, tzinfo=DENMARK))


async def merged(database: Database, one: Idea, into: Idea | None) -> None:
    """Merge behind the product's back, or undo that."""
    told = {"status": "merged" if into else "proposed", "into": into.id if into else None, "one": one.id}
    async with database.begin() as session:
        await session.execute(text("UPDATE idea SET status = :status, merged_into_id = :into WHERE id = :one"), told)


async def test_followers_of_all_that_was_merged_are_told_once(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    et, to, tre = await room.idea(Status.PROPOSED), await room.idea(Status.PROPOSED), await room.idea(Status.AGREED)
    for idea, mail in ((et, "ben@home.test"), (to, "ann@home.test"), (et, "both@home.test"), (tre, "both@home.test")):
        await room.follow(idea, mail)
    await merged(database, et, to)
    await merged(database, to, tre)
    await room.tell(AnswerGiven(tre.id or 0, 1))
    async with working(settings):
        await until_caught_up(database)
        told = sorted(letter.recipients[0] for letter in mail_sink.letters)
        assert told == ["ann@home.test", "ben@home.test", "both@home.test"]
        assert f"/ideas/{tre.public_id}" in mail_sink.to("ben@home.test")[0].text
        assert links.follow(settings, et.id or 0, "ben@home.test") in mail_sink.to("ben@home.test")[0].text
        await merged(database, to, None)
        await room.tell(AnswerGiven(tre.id or 0, 2))
        await until_caught_up(database)
    assert len(mail_sink.letters) == 4, "only the one who follows the idea itself"


async def test_no_thanks_ends_all_mail_about_what_is_one(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    et, to, other = await room.idea(), await room.idea(), await room.idea()
    await merged(database, et, to)
    runtime = Runtime(settings, database, Doorbell(""))
    for idea in (et, to, other):
        link = links.follow(settings, idea.id or 0, "ann@home.test")
        await room.follow(idea, "ann@home.test")
        hashed = "UPDATE follow SET token_hash = :hash WHERE idea_id = :idea"
        async with database.begin() as session:
            told = {"hash": keyed_hash(settings.secret, link.rsplit("/", 1)[1]), "idea": idea.id}
            await session.execute(text(hashed), told)
    await stop(runtime, links.follow_token(settings, to.id or 0, "ann@home.test"))
    left = "SELECT string_agg(idea_id::text, ',') FROM follow WHERE mail = 'ann@home.test' AND idea_id = ANY(:ideas)"
    assert await ask(database, left, ideas=[et.id, to.id, other.id]) == str(other.id)
