"""The weekly letter: Fridays at 9 in Denmark, once, with all that waited for it, and a number for each idea."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.flow import Status
from schemas.follow import Follow
from schemas.idea import Idea
from server.core import clock as product_clock
from server.core.database import Database
from server.core.days import DENMARK
from server.core.settings import Settings
from server.ideas.follows.commands import row_of
from server.mail import links
from server.mail.outbox import post
from tests.support.clock import Clock
from tests.support.site import Site
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.workers.scene import SECRETS, Room, ask, until_caught_up, working
from tests.workers.test_news import moved
from workers.jobs import digest
from workers.jobs.digest import last_friday

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=DENMARK)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=DENMARK)
MAIL = "ben@home.test"


@pytest.fixture(autouse=True)
def tuesday(clock: Clock) -> None:
    """A Tuesday at ten."""
    clock.stop(TUESDAY)


async def followed(room: Room, number: int, mail: str = MAIL, *, weekly: bool = True, language: str = "da") -> Idea:
    """An idea with a number, and a follower who wants one letter a week."""
    idea = await room.idea(Status.REVIEW)
    async with room.database.begin() as session:
        now = product_clock.now()
        told = row_of(room.settings, idea.id, mail) | {"weekly": weekly, "language": language}
        session.add(Follow(**told, created_at=now, confirmed_at=now))
        stored = await session.get_one(Idea, idea.id)
        stored.number = number
    return idea


async def ticked(database: Database) -> None:
    """Let the hourly look be due now, and wait for it."""
    due = text("UPDATE job SET due_at = :now, state = 'due' WHERE kind = 'every:digest'")
    async with database.begin() as session:
        await session.execute(due, {"now": product_clock.now()})
    left = "SELECT count(*) FROM job WHERE kind = 'every:digest' AND due_at <= :now"

    async def looked() -> bool:
        return bool(await ask(database, left, now=product_clock.now()) == 0)

    await until(looked, what="the weekly letter to be looked at")
    await until_caught_up(database)


async def test_the_news_of_a_closed_board_waits_until_it_is_opened(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea, close = await followed(room, 12), text("UPDATE board SET closed_at = :at WHERE id = :board")
    async with database.begin() as session:
        await session.execute(text("UPDATE meeting SET format = 'guideline'"))
    async with working(settings):
        await moved(room, idea, Status.AGREED, answer=True)
        await until_caught_up(database)
        for at, letters in ((FRIDAY, 0), (None, 1)):
            async with database.begin() as session:
                await session.execute(close, {"at": at, "board": room.board_id})
            clock.stop(FRIDAY)
            await ticked(database)
            assert len(mail_sink.letters) == letters
    assert mail_sink.letters[0].message["Subject"] == "Ugens nyt om spørgsmål"
    assert "Spørgsmål 12: " in mail_sink.letters[0].text, "what was written at the meeting is called what it is"


@pytest.mark.parametrize(
    ("now", "friday"),
    [
        ("2026-11-20T07:59:59+00:00", "2026-11-13T08:00:00+00:00"),
        ("2026-11-20T08:00:00+00:00", "2026-11-20T08:00:00+00:00"),
        ("2026-11-26T23:00:00+00:00", "2026-11-20T08:00:00+00:00"),
        ("2026-03-27T09:00:00+00:00", "2026-03-27T08:00:00+00:00"),
        ("2026-04-03T07:00:00+00:00", "2026-04-03T07:00:00+00:00"),  # summer time: 9 o'clock is 7 in UTC
        ("2026-10-30T07:30:00+00:00", "2026-10-23T07:00:00+00:00"),  # and 8 again after it
    ],
)
def test_the_friday_is_danish(now: str, friday: str) -> None:
    assert last_friday(datetime.fromisoformat(now)) == datetime.fromisoformat(friday)


async def test_one_letter_on_friday_with_all_that_waited(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    late, early = await followed(room, 12), await followed(room, 3)
    await followed(room, 4, "ann@home.test", language="en")
    async with working(settings):
        await moved(room, late, Status.AGREED, answer=True)
        await moved(room, early, Status.DECLINED, answer=True)
        await until_caught_up(database)
        clock.stop(FRIDAY - timedelta(seconds=1))
        await ticked(database)
        assert mail_sink.letters == []
        clock.stop(FRIDAY)
        await moved(room, early, Status.ON_HOLD)  # at nine itself: that is for the next one
        await until_caught_up(database)
        await ticked(database)
        await ticked(database)
    assert [letter.recipients for letter in mail_sink.letters] == [[MAIL]]
    (letter,) = mail_sink.letters
    lines = letter.text.splitlines()
    assert [line for line in lines if line.startswith("Idé")] == [
        "Idé 3: Ledelsen har svaret på idéen.",
        "Idé 12: Ledelsen har sagt ja til idéen.",
    ]
    assert f"https://peerboard.test/ideas/{late.public_id}" in lines
    assert letter.message["List-Unsubscribe"] == f"<{links.all_mail(settings, MAIL)}>"
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert links.all_mail(settings, MAIL) in lines
    assert not [words for words in SECRETS if words in letter.message.as_string() + letter.text]
    assert await ask(database, "SELECT count(*) FROM digest_line") == 1


async def test_after_an_outage_it_comes_at_once_and_on_a_holiday_the_next_working_day(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await followed(room, 7)
    async with working(settings):
        await moved(room, idea, Status.AGREED)
        await until_caught_up(database)
        for moment, letters in (
            (FRIDAY.replace(hour=22), 0),  # the workers were away all day, and now people sleep
            (FRIDAY + timedelta(days=2), 0),
            (FRIDAY + timedelta(days=3), 1),
        ):
            clock.stop(moment)
            await ticked(database)
            assert len(mail_sink.letters) == letters, moment
        christmas = datetime(2026, 12, 22, 10, tzinfo=DENMARK)
        clock.stop(christmas)
        await moved(room, idea, Status.DONE)
        await until_caught_up(database)
        clock.stop(datetime(2026, 12, 25, 9, tzinfo=DENMARK))
        await ticked(database)
        assert len(mail_sink.letters) == 1
        clock.stop(datetime(2026, 12, 28, 9, tzinfo=DENMARK))
        await ticked(database)
    assert len(mail_sink.letters) == 2


async def test_too_much_for_one_week_waits_for_the_letter(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    ideas = [await followed(room, number, weekly=False) for number in range(1, 8)]
    async with working(settings):
        for idea in ideas:
            await moved(room, idea, Status.AGREED, answer=True)
        await until_caught_up(database)
        assert len(mail_sink.letters) == 5
        clock.stop(FRIDAY)
        await ticked(database)
    last = mail_sink.letters[-1]
    assert len(mail_sink.letters) == 6
    told = [line for line in last.text.splitlines() if line.startswith("Idé ")]
    assert told == [f"Idé {number}: Ledelsen har sagt ja til idéen." for number in (6, 7)]


async def test_a_hidden_idea_is_left_out_and_its_line_goes(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await followed(room, 5)
    async with working(settings):
        await moved(room, idea, Status.AGREED)
        await until_caught_up(database)
        async with database.begin() as session:
            await session.execute(text("UPDATE idea SET hidden_at = now() WHERE id = :id"), {"id": idea.id})
        clock.stop(FRIDAY)
        await ticked(database)
    assert mail_sink.letters == []
    assert await ask(database, "SELECT count(*) FROM digest_line") == 0


async def test_its_one_click_ends_all_mail_of_the_address(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock, site: Site
) -> None:
    """RFC 8058: a POST without a cookie, from wherever the mail program runs."""
    idea = await followed(room, 5)
    await followed(room, 6, weekly=False)
    await followed(room, 6 + 1, "ann@home.test")
    async with working(settings):
        await moved(room, idea, Status.AGREED)
        await until_caught_up(database)
        assert await ask(database, "SELECT count(*) FROM digest_line") == 1
        path = links.all_mail(settings, MAIL).removeprefix(settings.public_url)
        async with httpx2.AsyncClient(base_url=site.url) as program:
            said = {"List-Unsubscribe": "One-Click"}
            answer = await program.post(path, data=said, headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 200
        clock.stop(FRIDAY)
        await ticked(database)
    assert mail_sink.letters == []
    assert await ask(database, "SELECT string_agg(mail, ',') FROM follow") == "ann@home.test"


async def test_a_mail_server_that_was_away_gets_it_by_day(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    await moved(room, await followed(room, 3), Status.AGREED, answer=True)
    async with working(settings):
        await until_caught_up(database)
        await mail_sink.stop()
        clock.stop(FRIDAY)
        due = text("UPDATE job SET due_at = :now WHERE kind = 'every:digest'")
        async with database.begin() as session:
            await session.execute(due, {"now": FRIDAY})
        tried = "SELECT count(*) FROM job WHERE kind = 'mail' AND last_error = 'SMTPConnectError'"
        await until(lambda: ask(database, tried), what="the letter to be tried")
        await mail_sink.start()
        clock.stop(FRIDAY + timedelta(hours=17))  # in the night to Saturday
        await until_caught_up(database)
        assert mail_sink.letters == []
        clock.stop(FRIDAY + timedelta(days=3))
        await until_caught_up(database)
    assert [letter.recipients for letter in mail_sink.letters] == [[MAIL]]


async def test_very_many_letters_go_in_parts(
    room: Room,
    settings: Settings,
    database: Database,
    mail_sink: MailSink,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    within = Counter[AsyncSession]()

    async def counted(session: AsyncSession, *told: Any, **how: Any) -> int | None:
        within[session] += 1
        return await post(session, *told, **how)

    monkeypatch.setattr(digest, "AT_ONCE", 2)
    monkeypatch.setattr(digest, "post", counted)
    mails = [f"{name}@home.test" for name in ("ada", "ben", "cleo", "dan", "eva")]
    ideas = [await followed(room, number, mail) for number, mail in enumerate(mails, 1)]
    async with working(settings):
        for idea in ideas:
            await moved(room, idea, Status.AGREED)
        await until_caught_up(database)
        clock.stop(FRIDAY + timedelta(minutes=5))
        await ticked(database)
        await until(lambda: len(mail_sink.letters) == len(mails), what="all letters")
    assert sorted(letter.recipients[0] for letter in mail_sink.letters) == mails
    assert await ask(database, "SELECT count(*) FROM digest_line") == 0
    assert sorted(within.values()) == [1, 2, 2]
