"""P5: erased is erased, everywhere, and stays so after a restore. A marked person who did everything there is to do is
erased; then every column of every table is searched, and again after an older dump was restored and the ledger
replayed."""

import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from schemas.belonging import BY_ITS_AUTHOR, Whose
from schemas.belonging import Erased as Kind
from schemas.belongings import KEPT
from schemas.retention import FORMER
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.erasing import replay
from server.core.ledger import Ledger
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ops.embedded import Postgres, Valkey, programs
from tests.privacy import marker
from tests.privacy.marker import Marked, gather_marked
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import drop_database, new_database, rows
from tests.support.logs import logged
from tests.support.site import Site

KEY = "l" * 40
THEIRS = (
    *(marker.NAME, marker.ORGANISATION, marker.MAIL, marker.TITLE, marker.TEXT, marker.SECOND),
    *(marker.COMMENT, marker.ADDED, "Zqtekst", "Zqtema", "Zqen til", marker.REASON, "Zqemne", "Zqbrev", "zqhemmelig"),
    *("Zqgenfortalt", "Zqgenfortælling"),
)
"""All that is the member's own. What others wrote stays, and so does what she wrote down for somebody else."""
STAYS = "unit_change.after"
"""What a unit's leader is called in its history is the organisation's, and was never the member's."""
EVERY_COLUMN = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger(tmp_path_factory.mktemp("ledger") / "ledger", KEY)


@pytest.fixture(scope="module")
async def site(database_url: str, valkey: Valkey, clock_file: Clock, ledger: Ledger) -> AsyncIterator[Site]:
    """One server that keeps a ledger."""
    started = await Site.at(database_url, valkey.url, ledger=str(ledger.path), ledger_key=KEY).start()
    yield started
    await started.stop()


async def found(url: str, words: tuple[str, ...] = THEIRS) -> set[str]:
    """Where any of the words stands, as "table.column: word": in every column of every table, bytes too."""
    there = set()
    for table, column, kind in await rows(url, EVERY_COLUMN):
        if f"{table}.{column}" == STAYS:
            continue
        text = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
        query = f"SELECT DISTINCT word FROM {table}, unnest($1::text[]) AS word WHERE strpos(lower({text}), lower(word)) > 0"  # noqa: E501
        there |= {f"{table}.{column}: {word}" for (word,) in await rows(url, query, list(words))}
    return there


def dump(postgres: Postgres, url: str, file: Path) -> None:
    """An older backup, as an operator takes one."""
    run(postgres, "pg_dump", "--format=custom", f"--file={file}", url)


def run(postgres: Postgres, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs; a failure is told."""
    done = subprocess.run([programs.in_wheel() / program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


async def test_whoever_is_erased_is_gone_and_stays_gone_after_a_restore(
    cast: Cast, site: Site, postgres: Postgres, valkey: Valkey, ledger: Ledger, tmp_path: Path, office_hours: None
) -> None:
    marked = await gather_marked(cast)
    # A job that is done goes after a day, and a letter after thirty: by then nobody knows of which board it was.
    await rows(site.settings.database_url, "DELETE FROM job WHERE dedupe LIKE 'mail:zq:%'")
    before = await found(site.settings.database_url)
    for somewhere in ("seat.name", "idea.title", "comment.text", "moment.text", "follow.mail", "mail.recipient"):
        assert any(each.startswith(f"{somewhere}:") for each in before), f"nothing to erase in {somewhere}"
    held = await belongings(marked)
    dump(postgres, site.settings.database_url, tmp_path / "older.dump")
    wrong = await marked.member.post(f"/b/{cast.board.public_id}/mine/erase", {"code": "AAAA-AAA-AAA"})
    assert wrong.status_code == 422
    assert await found(site.settings.database_url) == before
    with logged() as written:
        done = await marked.member.post(f"/b/{cast.board.public_id}/mine/erase", {"code": marked.code})
    assert done.status_code == 303, done.text[:500]
    assert "/mine/erase" in written.getvalue()
    assert not [word for word in THEIRS if word.lower() in written.getvalue().lower()]
    assert await found(site.settings.database_url) == set()
    async with Redis.from_url(valkey.url) as client:
        for key in await client.keys("*"):
            kept = key + (await client.dump(key) or b"")
            assert not any(word.encode().lower() in kept.lower() for word in THEIRS), key
    assert b"zq" not in ledger.path.read_bytes().lower()
    await what_stays(marked)
    left = await belongings(marked)
    assert {column: values & left[column] for column, values in held.items() if values & left[column]} == {}
    for device in (marked.member, marked.other):
        assert (await device.get(device.room)).status_code == 404

    restored = await new_database(postgres, template="template1")
    run(postgres, "pg_restore", f"--dbname={restored}", "--no-owner", str(tmp_path / "older.dump"))
    assert await found(restored) == before
    settings = Settings(database_url=restored, secret=site.settings.secret, ledger=str(ledger.path), ledger_key=KEY)
    runtime = Runtime(settings, Database(restored, size=2), Doorbell(""))
    await runtime.database.start()
    for _ in range(2):
        assert await replay(runtime, ledger) == 1
        assert await found(restored) == set()
    await runtime.database.stop()
    await drop_database(postgres, restored)


EMPTY = {"None", "", "False", "true", "false"}
GOES = {Kind.FORGOTTEN, Kind.REPLACED, Kind.DELETED, Kind.UNTIED}


async def belongings(marked: Marked) -> dict[str, set[str]]:
    """What the map says is to go, by column: the values in the rows that are the seat's."""
    there: dict[str, set[str]] = {}
    for kept in KEPT:
        if Whose.SEAT not in kept.whose:
            continue
        where = re.sub(r"(?<!:):seats", "$1::bigint[]", kept.whose[Whose.SEAT]).replace(":person", "NULL::bigint")
        for each in kept.columns:
            if each.erased in GOES:
                query = f"SELECT DISTINCT {each.column}::text FROM {kept.table} WHERE {where}"
                values = {str(value) for (value,) in await rows(marked.cast.database.url, query, [marked.seat])}
                there.setdefault(f"{kept.table}.{each.column}", set()).update(values - EMPTY)
    return there


async def what_stays(marked: Marked) -> None:
    """Official answers, what others wrote, numbers and attendance."""
    url = marked.cast.database.url
    seat = (await rows(url, "SELECT * FROM seat WHERE id = $1", marked.seat))[0]
    assert (seat["name"], seat["organisation"], seat["return_hash"]) == (FORMER, "", None)
    idea = (await rows(url, "SELECT * FROM idea WHERE public_id = $1", marked.idea))[0]
    assert (idea["title"], idea["text"], idea["status"]) == (BY_ITS_AUTHOR, "", "agreed")
    assert await rows(url, "SELECT FROM answer WHERE idea_id = $1 AND text LIKE $2", idea["id"], f"{marker.ANSWER}%")
    assert await rows(url, "SELECT FROM attendance WHERE seat_id = $1", marked.seat)
    assert await rows(url, "SELECT FROM idea WHERE title = $1", marker.ON_PAPER)
    told = await (await marked.cast.ada()).page(f"/ideas/{marked.idea}")
    assert BY_ITS_AUTHOR in told.text
    assert marker.ANSWER in told.text
