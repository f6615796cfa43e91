"""What members answer about what was carried out is as secret as a ballot: while a question is open one table holds it
that names nobody, afterwards none; and no page, frame or letter says how many have answered, or what."""

import re

import pytest

from schemas.tables import metadata
from server.core.database import Database
from server.ops.embedded import Postgres
from tests.privacy.test_secret_vote import content, in_files
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took
from tests.support.site import Site
from tests.work.follow_ups.scene import all_answer, answer, done, later, since_last, work

KEPT = "SELECT value FROM secret JOIN follow_up ON follow_up.id = follow_up_id WHERE board_id = $1"


async def test_an_answer_is_written_to_one_table_that_names_nobody(cast: Cast, site: Site, database: Database) -> None:
    await done(cast, site)
    members = await cast.guests_join(4)
    before = await content(database.url)
    for number, member in enumerate(members):
        assert took(await answer(member, cast, "yes" if number else "no", f"Ord {number}"))
    after = await content(database.url)
    assert {name for name in after if after[name] != before[name]} == {"follow_up_answer"}
    columns = set(metadata.tables["follow_up_answer"].columns.keys())
    assert columns == {"follow_up_id", "voter", "answer", "words"}


@pytest.mark.parametrize("count", [4, 6])
async def test_after_it_is_closed_no_query_and_no_file_joins_a_seat_to_an_answer(
    count: int, cast: Cast, site: Site, clock: Clock, database: Database, postgres: Postgres
) -> None:
    await done(cast, site)
    await all_answer(cast, count, 0, tuple(f"Marie-{count}-{number} siger ja" for number in range(count)))
    secret = (await rows(database.url, KEPT, cast.board.id))[0][0]
    query = "SELECT voter FROM follow_up_answer JOIN follow_up ON follow_up.id = follow_up_id WHERE board_id = $1"
    keys = [row["voter"] for row in await rows(database.url, query, cast.board.id)]
    assert len(keys) == count
    await rows(database.url, "ANALYZE")
    assert await in_files(postgres, database, [secret]), "the search does not find what is there"
    assert await in_files(postgres, database, keys)
    await later(cast, site, clock)
    left = await content(database.url)
    assert not [line for lines in left.values() for line in lines for key in (*keys, secret) if key.hex() in line]
    told = [line for name, lines in left.items() for line in lines if f"Marie-{count}-" in line]
    assert len(told) == 1, "the words of all are one text, in no order"
    query = "SELECT state FROM job WHERE kind = 'vacuum_follow_up'"
    assert {row["state"] for row in await rows(database.url, query)} == {"done"}
    assert not await in_files(postgres, database, [secret, *keys])
    samples = await rows(database.url, "SELECT tablename || '.' || attname AS name FROM pg_stats")
    kept = {"follow_up_answer.voter", "follow_up_answer.answer", "follow_up_answer.words", "secret.value"}
    assert not {row["name"] for row in samples} & kept, "ANALYZE keeps samples"


def said_on(page: Page) -> str:
    """All that a page says, but for the minute at which it was fetched, and how many are here."""
    said = re.sub(r"Hentet kl\. \d\d\.\d\d", "", page.element("main").text_content())
    return re.sub(r"\d+ af \d+ er her", "", said)


async def test_nothing_says_how_many_have_answered_or_what_while_it_is_open(cast: Cast, site: Site) -> None:
    idea = await done(cast, site)
    await since_last(cast)
    ada, leo, ben = await cast.ada(), await cast.leo(), await cast.ben()
    leo.meeting = cast.meeting.public_id
    paths = (f"{ada.room}/desk", f"/ideas/{idea}", f"/b/{cast.board.public_id}/progress")
    streams = [await ada.stream(path) for path in paths]
    streams += [await leo.stream(), await ben.stream(), await ben.stream(f"/ideas/{idea}")]
    before = [said_on(stream.page) for stream in streams]
    for member in await cast.guests_join(5):
        assert took(await answer(member, cast, "no", "Hemmelige-ord"))
    assert took(await ada.timer("start", 5))  # so that something is told to all
    await streams[0].until(lambda page: page.select("//*[@id='timer'][@data-ends]") != [])
    await work(cast, site)
    for stream, was in zip(streams, before, strict=True):
        for frame in stream.raw:
            assert "Hemmelige-ord" not in frame
            assert "asked" not in frame, "a question is drawn when it is asked and closed, not when it is answered"
        fresh = await stream.browser.page(stream.path)
        assert "Hemmelige-ord" not in fresh.text
        if stream.path != ada.room + "/desk":
            assert said_on(fresh) == was
        await stream.close()
