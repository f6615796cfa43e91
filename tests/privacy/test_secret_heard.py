""" "Blev du hørt?" is as secret as a ballot: while it is open one table holds it that names nobody, afterwards none."""

import json

import pytest

from schemas.disclosure import EXACT_FROM
from schemas.minutes import PartKey
from schemas.tables import metadata
from server.core.database import Database
from server.ops.embedded import Postgres
from tests.privacy.test_secret_vote import content, in_files, worker  # noqa: F401 - a fixture
from tests.room.minutes.scene import section
from tests.room.summary.test_heard import closing, hear
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.processes import Worker
from tests.support.waiting import until


async def test_an_answer_is_written_to_one_table_that_names_nobody(cast: Cast, database: Database) -> None:
    """The first makes the meeting's secret too; those that come after leave nothing anywhere else."""
    members = await closing(cast, 6)
    assert took(await hear(members[0], "yes"))
    before = await content(database.url)
    for member in members[1:]:
        assert took(await hear(member, "partly"))
    after = await content(database.url)
    assert {name for name in after if after[name] != before[name]} == {"heard_answer"}
    assert set(metadata.tables["heard_answer"].columns.keys()) == {"meeting_id", "voter", "heard"}


@pytest.mark.parametrize("count", [4, 6])
async def test_after_the_end_no_query_and_no_file_joins_a_seat_to_an_answer(
    count: int,
    cast: Cast,
    database: Database,
    postgres: Postgres,
    worker: Worker,  # noqa: F811
) -> None:
    members = await closing(cast, count)
    for member in members:
        assert took(await hear(member, "yes"))
    secret = (await rows(database.url, "SELECT value FROM secret WHERE meeting_id = $1", cast.meeting.id))[0][0]
    query = "SELECT voter FROM heard_answer WHERE meeting_id = $1"
    keys = [row["voter"] for row in await rows(database.url, query, cast.meeting.id)]
    assert len(keys) == count
    await rows(database.url, "ANALYZE")
    assert await in_files(postgres, database, [secret]), "the search does not find what is there"
    assert await in_files(postgres, database, keys)
    seen = await content(database.url)
    await end_for_good(cast)
    left = await content(database.url)
    changed = {name for name in left if left[name] != seen[name]} - {"cursor"}  # the worker's
    assert changed == {"heard_answer", "secret", "meeting", "board", "event", "minutes", "attendance"}
    assert not [line for lines in left.values() for line in lines for key in (*keys, secret) if key.hex() in line]
    await minutes_name_nobody(cast, told=count >= EXACT_FROM)
    await until(lambda: vacuumed(database, cast.meeting.id or 0), what="the vacuum")
    assert not await in_files(postgres, database, [secret, *keys])
    samples = await rows(database.url, "SELECT tablename || '.' || attname AS name FROM pg_stats")
    names = {row["name"] for row in samples}
    assert not names & {"heard_answer.voter", "heard_answer.heard", "secret.value"}, "ANALYZE keeps samples"


async def minutes_name_nobody(cast: Cast, *, told: bool) -> None:
    """Of the answers the minutes keep nothing: they read the count with the meeting, which has none of a few."""
    found = (await rows(cast.database.url, "SELECT * FROM minutes WHERE meeting_id = $1", cast.meeting.id))[0]
    parts = {part["key"]: part for part in json.loads(found["parts"])}
    assert parts[PartKey.HEARD] == {"key": "heard", "shown": True, "words": "", "said": {}, "rows": []}
    seats = await rows(cast.database.url, "SELECT id FROM seat WHERE meeting_id = $1", cast.meeting.id)
    assert parts[PartKey.HEAD]["led_by"] not in {row["id"] for row in seats}, "a member"
    assert parts[PartKey.HEAD]["roles"] == {}, "all but one have the same role"
    read = section(await (await cast.ada()).page(f"/m/{cast.meeting.public_id}/minutes"), "Blev du hørt?")
    assert read == ("Blev du hørt? 6 af 6 følte sig hørt." if told else "")


async def vacuumed(database: Database, meeting_id: int) -> bool:
    query = "SELECT state FROM job WHERE kind = 'vacuum_heard' AND subject_id = $1"
    return [row["state"] for row in await rows(database.url, query, meeting_id)] == ["done"]
