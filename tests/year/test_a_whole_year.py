"""A whole year: a meeting, a vote, an answer that does not come, an owner, steps, "it is done", "we do not feel it",
another try, and whether it helped after 3 and after 12 months. A real server, worker, mail server and Chromium; the
clock alone is ours. Every mail of the year is expected, and read."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from schemas.unit import Unit
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.ops.embedded import Valkey
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import browser
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Staff, took
from tests.support.processes import Server, Worker, environment
from tests.support.scene import make_person
from tests.support.site import SECRET, free_port
from tests.support.smtp import MailSink
from tests.year.acts import (
    ADA,
    DORTHE,
    FOLLOWERS,
    IDA,
    LEO,
    MEMBERS,
    TITLE,
    WORDS,
    again,
    answer,
    by_link,
    finish,
    judge,
    minutes,
    not_felt,
    say,
    work,
)
from tests.year.year import Year, path_in, sign_in

__all__ = ["browser"]
pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)

EVENING = datetime(2027, 1, 12, 16, 0, tzinfo=UTC)
"""A Tuesday."""
LOOK = ((ADA, "Hjalp idéen?"), (DORTHE, "Hjalp idéen?"))
QUOTED = (TITLE, WORDS, "Dørene smækker", "Ben", "Rie", "Finn", "patient")
WAY = [
    *("proposed", "prioritised", "review", "agreed", "in_progress", "done"),
    *("review", "agreed", "in_progress", "done", "confirmed", "evaluated", "evaluated"),
]
"""Every status that the idea has in the year."""


@pytest.fixture
async def year(
    database: Database, database_url: str, valkey: Valkey, clock: Clock, mail_sink: MailSink, logs: Path
) -> AsyncIterator[Year]:
    """A board with Ada, Leo and, one unit up, Dorthe; a server and a worker."""
    clock.stop(EVENING)
    port = free_port()
    told = {"public_url": f"http://127.0.0.1:{port}", "smtp_url": mail_sink.url}
    env = environment(database_url, valkey.url, **told)
    server, worker = Server("year", env, logs, port=port), Worker("year-worker", env, logs)
    await server.start()
    await worker.start()
    cast = await Cast.gather(server.url, database, SECRET)
    async with database.begin() as session:
        dorthe = await make_person(session, DORTHE, "Dorthe Winther", "Hospitalsdirektør")
        department = await session.get_one(Unit, cast.board.unit_id)
        (await session.get_one(Unit, department.parent_id)).leader_id = dorthe.id
        cast.people["Dorthe"] = dorthe
    doorbell = Doorbell(valkey.url)
    yield Year(cast, clock, mail_sink, doorbell)
    await cast.leave()
    await doorbell.close()
    worker.stop()
    server.stop()


async def meet(year: Year) -> str:
    """The evening: Ben's idea is chosen by six, agreed upon and sent to Leo. Its public id."""
    cast = year.cast
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose(TITLE, WORDS))
    others = [await cast.rie(), await cast.finn(), *await cast.guests_join(3)]
    await ada.phase("reveal")
    idea = str(await year.ask("SELECT public_id FROM idea WHERE title = $1", TITLE))
    for name, mail in FOLLOWERS.items():
        member = await cast.member(name)
        assert took(await member.post(f"/ideas/{idea}/follow", {"mail": mail}))
    letters = await year.got(*((mail, "Vil du høre nyt") for mail in FOLLOWERS.values()))
    for mail in FOLLOWERS.values():
        assert took(await (await cast.cleo()).post(path_in(letters[mail], "/follow/"), {"do": "yes"}))
    await ada.phase("vote")
    for member in (ben, *others):
        assert took(await member.vote({idea: 3}))
    await ada.phase("result")
    await ada.phase("agree")
    day = (EVENING + timedelta(days=14)).date().isoformat()
    agreed = {"version": 0, "owner": "Birthe", "step": "Spørg natholdet", "step_date": day, "leader": LEO}
    by = (EVENING + timedelta(days=30)).date().isoformat()
    assert took(await ada.post(f"/ideas/{idea}/agreement", agreed | {"answer_by": by, "do": "send"}))
    await ada.phase("close")
    assert took(await ada.post(f"{ada.room}/end"))
    return idea


async def status_of(year: Year, idea: str) -> str:
    return str(await year.ask("SELECT status FROM idea WHERE public_id = $1", idea))


async def test_a_whole_year(year: Year, browser: Browser) -> None:
    idea = await meet(year)
    await year.got(*news())
    await minutes(year, browser)
    await year.got(*((mail, "Referatet er klar") for mail in (ADA, LEO, *MEMBERS)))
    await year.later(hours=1)
    await year.got((LEO, "En idé venter på dit svar"))

    # Leo does not answer: a word before the date, one after it, and the idea goes one unit up.
    await year.later(days=28)
    await year.got((LEO, "Svarfristen er tæt på"))
    await year.later(days=5)
    await year.got((LEO, "Svarfristen er overskredet"))
    await year.later(days=15)
    up = ((LEO, "En idé er gået en enhed op"), (ADA, "En idé er gået en enhed op"))
    await year.got(*up, (DORTHE, "En idé venter nu på dit svar"), *news())
    assert await timeline(year, idea) == ["escalated"]

    # Dorthe says yes; Ida has it, without an account, and is late.
    dorthe = Staff(year.cast.url)
    await sign_in(year, dorthe, DORTHE)
    await answer(year, browser, dorthe, idea)
    link = path_in((await year.got((IDA, "Du har ansvaret for idé 1"), *news()))[IDA], "/o/")
    await work(year, browser, link)
    assert await status_of(year, idea) == "in_progress"
    await year.got(*news(), *news())
    await year.later(days=20)
    late = (IDA, "Et skridt for idé 1 er ikke taget til tiden")
    await year.got((IDA, "Et skridt for idé 1 skal snart være taget"), late, *news())

    # Done, they say. Members do not feel it, and it goes back with their words.
    await finish(year, link, "Der er filt under alle vogne.")
    await year.later(days=2)
    letters = await year.got(*news(), *asked("Kan du mærke det?"))
    sunday = letters[FOLLOWERS["Ben"]].text
    assert sunday.count("Idé 1: ") > 2, sunday  # what happened while offices were closed
    await not_felt(year, browser, letters)
    await year.later(days=20)
    assert await status_of(year, idea) == "review"
    await year.got((DORTHE, "En idé venter på dit svar"), *news())
    await again(year, dorthe, idea, link)
    await year.got(*news(), *news())
    await year.later(days=8)
    await year.got((IDA, "Et skridt for idé 1 skal snart være taget"), late, *news())

    # Done once more. Now six feel it.
    await finish(year, link, "Nu er der også gummi på dørene.")
    await year.later(days=3)
    await year.got(*asked("Kan du mærke det?"), *news())
    await say(year, idea, "yes")
    await year.later(days=20)
    assert await status_of(year, idea) == "confirmed"
    await year.got(*news())

    # Did it help? After three months, and after twelve.
    await year.later(days=70)
    await year.got(*asked("Hjalp det?"))
    await say(year, idea, "better")
    await year.later(days=16)
    await year.got(*LOOK, *news())
    await judge(year, browser, idea, "Bedre", "De fleste sover bedre.")
    await year.later(days=3)
    await year.got(*news())
    await year.later(days=255)
    letters = await year.got(*asked("Hjalp det?"))
    await by_link(year, letters, dict.fromkeys(FOLLOWERS, "same"))  # a year later nobody has their old cookie
    await year.later(days=16)
    await year.got(*LOOK, *news())
    await judge(year, browser, idea, "Det samme", "Det holder.")
    await year.later(days=3)
    await year.got(*news())
    await year.later(days=60)
    await year.got()
    assert await status_of(year, idea) == "evaluated"
    assert await lines(year, idea) == WAY
    await read(year)
    await dorthe.close()


def news() -> list[tuple[str, str]]:
    """A letter to each who follows the idea."""
    return [(mail, "Nyt om idé 1") for mail in MEMBERS]


def asked(question: str) -> list[tuple[str, str]]:
    """A question to each of them."""
    return [(mail, question) for mail in MEMBERS]


async def lines(year: Year, idea: str) -> list[str]:
    """The statuses on the timeline."""
    query = "SELECT c.status FROM status_change c JOIN idea ON idea.id = idea_id WHERE public_id = $1 ORDER BY c.id"
    return [row[0] for row in await rows(year.cast.database.url, query, idea)]


async def timeline(year: Year, idea: str) -> list[str]:
    """What else is on it."""
    query = "SELECT m.kind FROM moment m JOIN idea ON idea.id = idea_id WHERE public_id = $1 ORDER BY m.id"
    return [row[0] for row in await rows(year.cast.database.url, query, idea)]


async def read(year: Year) -> None:
    """Every letter of the year: one recipient, an id of its own, nothing of what people wrote, and a way out."""
    letters = year.sink.letters
    assert len({letter.message_id for letter in letters}) == len(letters)
    for letter in letters:
        told = f"{letter.message['Subject']} {letter.text}"
        assert len(letter.recipients) == 1
        assert not [
            words for words in (TITLE, WORDS, "Dørene smækker", "Ben", "Rie", "Finn", "patient") if words in told
        ]
        member = letter.recipients[0] in MEMBERS and not str(letter.message["Subject"]).startswith(
            ("Vil du", "Referatet")
        )
        assert bool(letter.message["List-Unsubscribe-Post"]) == member, letter.message["Subject"]
        assert all(link.startswith(year.cast.url) for link in re.findall(r"https?://\S+", letter.text))
