"""The trail keeps what was done in one chain, and shows whoever changes it behind its back."""

import asyncio
import json
import re
import shlex
from datetime import timedelta

import asyncpg
import psutil
import pytest
import structlog

from schemas.trail import KEPT, NOTHING, Deed, TrailLine
from server.checkout import CHECKOUT
from server.core import clock as now_of
from server.core.database import Database
from server.core.sealing import Key
from server.core.trail import COLUMNS, Entry, note
from server.core.trail_cut import cut
from server.ops.audit.verify import Head, Verdict, verify
from tests.platform.running import peerboard_beside
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.site import SECRET

AS_OWNER = "SET session_replication_role = replica; "
"""What somebody does first who has the database, and wants to change what only grows."""


@pytest.fixture(autouse=True)
async def empty(database: Database) -> None:
    """Nothing was noted yet."""
    connection = await asyncpg.connect(database.url)
    await connection.execute("TRUNCATE trail, trail_ends")
    await connection.close()


async def noted(database: Database, count: int, secret: str = SECRET) -> None:
    """Lines about ideas, each in a transaction of its own."""
    for number in range(count):
        async with database.begin() as session:
            note(session, secret, Entry(Deed.LOOKED, who=7, board="board", about="idea", about_id=str(number)))


async def behind(database: Database, sql: str) -> None:
    """Do something to the tables that no code of ours does."""
    connection = await asyncpg.connect(database.url)
    await connection.execute(AS_OWNER + sql)
    await connection.close()


async def found(database: Database, *heads: Head, secrets: tuple[str, ...] = (SECRET,)) -> Verdict:
    return await verify(database, secrets, heads)


FORGED = Key("another secret").seal(b"", TrailLine(seq=1, at=now_of.now(), deed="", under=b"", seal=b"")).hex()
SHIFT = """UPDATE trail SET seq = -seq - 1 WHERE seq > 4; UPDATE trail SET seq = -seq WHERE seq < 0;
INSERT INTO trail SELECT 5, at, deed, 99, whom, board, about, about_id, under, seal FROM trail WHERE seq = 4;
UPDATE trail_ends SET seq = 11"""
MORE = f"""INSERT INTO trail SELECT 11, at, deed, 99, whom, board, about, about_id, under, '\\x{FORGED}'
FROM trail WHERE seq = 10; UPDATE trail_ends SET seq = 11, seal = '\\x{FORGED}'"""
SWAP = """UPDATE trail SET seq = -4 WHERE seq = 4; UPDATE trail SET seq = 4 WHERE seq = 5;
UPDATE trail SET seq = 5 WHERE seq < 0"""
CUT = """UPDATE trail_ends SET cut_seq = 3, cut_seal = (SELECT seal FROM trail WHERE seq = 3),
cut_under = (SELECT under FROM trail WHERE seq = 3);
DELETE FROM trail WHERE seq < 4"""
BACK = "DELETE FROM trail WHERE seq > 8; UPDATE trail_ends SET seq = 8, seal = (SELECT seal FROM trail WHERE seq = 8)"
HARMS = {
    "changed": ("UPDATE trail SET who = 8 WHERE seq = 5", ["line 5 is not as"]),
    "changed a moment": ("UPDATE trail SET at = at + interval '1 microsecond' WHERE seq = 1", ["line 1 is not as"]),
    "moved a letter": ("UPDATE trail SET board = 'boardi', about = 'dea' WHERE seq = 5", ["line 5 is not as"]),
    "removed": ("DELETE FROM trail WHERE seq = 5", ["line 5 is missing"]),
    "removed several": ("DELETE FROM trail WHERE seq IN (5, 6)", ["lines 5 to 6 are missing"]),
    "removed the last": ("DELETE FROM trail WHERE seq > 8", ["lines 9 to 10 are missing at the end"]),
    "removed the first": ("DELETE FROM trail WHERE seq < 4", ["lines 1 to 3 are missing"]),
    "as if cut": (CUT, ["the lines up to 3 are gone, and not because their time was over"]),
    "inserted": (SHIFT, [f"line {seq} is not as" for seq in range(5, 12)]),
    "added": (MORE, ["line 11 is not as"]),
    "exchanged": (SWAP, [f"line {seq} is not as" for seq in (4, 5, 6)]),
    "sealed by another": ("UPDATE trail SET under = '\\x00000000' WHERE seq = 5", ["line 5 was sealed under another"]),
    "no ends": ("DELETE FROM trail_ends", ["the newest line is 10, and 0 is noted"]),
}


@pytest.mark.parametrize("harm", HARMS)
async def test_what_was_done_to_it_is_found_and_where(harm: str, database: Database) -> None:
    await noted(database, 10)
    assert (await found(database)).faults == []
    sql, wrong = HARMS[harm]
    await behind(database, sql)
    told = await found(database)
    assert [sentence.startswith(start) for sentence, start in zip(told.faults, wrong, strict=True)] == [True] * len(
        wrong
    )


async def test_a_shorter_trail_is_whole_but_for_a_head_that_was_mailed(database: Database) -> None:
    await noted(database, 10)
    whole = await found(database)
    mailed = Head(whole.last, whole.seal)
    await noted(database, 1)
    assert (await found(database, mailed)).faults == []
    await behind(database, BACK)
    assert (await found(database)).faults == []
    assert (await found(database, mailed)).faults == ["line 10, which was mailed, is not there: the newest is 8"]
    await noted(database, 4)  # others, in the place of those
    assert (await found(database, mailed)).faults == ["line 10 is not the one that was mailed"]


async def test_it_only_grows(database: Database) -> None:
    await noted(database, 3)
    for sql in ("UPDATE trail SET who = 8", "DELETE FROM trail", "DELETE FROM trail WHERE seq = 3"):
        with pytest.raises(asyncpg.RaiseError, match="only grows"):
            await rows(database.url, sql)
    assert (await found(database)).lines == 3


async def test_what_failed_leaves_no_line_and_no_gap(database: Database) -> None:
    await noted(database, 1)
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as session:
            note(session, SECRET, Entry(Deed.LOOKED))
            raise ZeroDivisionError
    async with database.begin() as session:
        note(session, SECRET, Entry(Deed.ANSWERED, who=1), Entry(Deed.HIDDEN, who=1))
    told = await found(database)
    assert (told.faults, told.lines, told.last) == ([], 3, 3)


async def test_two_servers_that_write_at_once_keep_one_chain(database: Database) -> None:
    other = Database(database.url, size=8)
    await other.start()
    try:
        await asyncio.gather(*(noted(each, 5) for each in (database, other) * 8))
    finally:
        await other.stop()
    told = await found(database)
    assert (told.faults, told.lines, told.last) == ([], 80, 80)


async def test_a_new_secret_goes_on_and_the_earlier_one_verifies_what_was(database: Database) -> None:
    before = "the secret of before, which has more than 32 symbols"
    await noted(database, 3, before)
    await noted(database, 3)
    told = await found(database)
    assert [sentence[:27] for sentence in told.faults] == [f"line {seq} was sealed under ano" for seq in (1, 2, 3)]
    assert (await found(database, secrets=(SECRET, before))).faults == []
    await behind(database, "UPDATE trail SET who = 8 WHERE seq = 3")
    assert [each[:6] for each in (await found(database, secrets=(SECRET, before))).faults] == ["line 3"]


async def test_what_has_served_its_time_is_cut_and_the_rest_verified(database: Database, clock: Clock) -> None:
    start = now_of.now()
    clock.stop(start)
    await noted(database, 5)
    clock.stop(start + timedelta(days=30))
    await noted(database, 5)
    old = await found(database)
    clock.stop(start + KEPT + timedelta(days=1))

    async def cut_now(most: int) -> int:
        async with database.begin() as session:
            return await cut(session, SECRET, now_of.now() - KEPT, most)

    with structlog.testing.capture_logs() as logs:
        assert [await cut_now(3) for _ in range(3)] == [3, 2, 0]
    assert not logs
    await noted(database, 1)
    told = await found(database, Head(old.last, old.seal))
    assert (told.faults, told.first, told.last) == ([], 6, 11)
    await behind(database, "DELETE FROM trail WHERE seq = 6")
    assert (await found(database)).faults == ["line 6 is missing"]
    clock.stop(start + 3 * KEPT)
    with structlog.testing.capture_logs() as logs:
        assert await cut_now(9) == 5
    assert [(line["line"], line["wrong"]) for line in logs] == [(7, "missing")]
    await noted(database, 1)
    told = await found(database)
    assert (told.faults, told.first) == ([], 12)


async def test_the_commands_of_the_docs_do_what_they_say(database: Database, tmp_path: object) -> None:
    await noted(database, 3)
    chapter = (CHECKOUT / "docs/operations.md").read_text().split("\n## The trail\n")[1].split("\n## ")[0]
    commands = re.findall(r"^(peerboard audit .*?)(?: +#.*)?$", chapter, re.MULTILINE)
    env = {"PEERBOARD_DATABASE_URL": database.url, "PEERBOARD_SECRET": SECRET}
    whole = await found(database)
    assert [command.split()[2] for command in commands] == ["verify", "verify", "export", "export"]
    said = []
    for command in commands:
        typed = command.replace("N:SEAL", f"{whole.last}:{whole.seal.hex()}").replace("/var/lib", str(tmp_path))
        told = await peerboard_beside(*shlex.split(typed)[1:], **env)
        assert told.returncode == 0, told.stderr
        said.append(told.stdout)
    assert said[0] == said[1] == f"ok    3 lines, 1 to 3; head 3:{whole.seal.hex()}\n"
    lines = [json.loads(line) for line in said[2].splitlines()]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    names = set(re.findall(r"^\| `(\w+)` \|", chapter.split("### As JSON lines")[1], re.MULTILINE))
    assert set(lines[0]) == names
    await noted(database, 1)
    again = await peerboard_beside(*shlex.split(commands[3].replace("/var/lib", str(tmp_path)))[1:], **env)
    assert [json.loads(line)["seq"] for line in again.stdout.splitlines()] == [4]
    await behind(database, "UPDATE trail SET deed = 'exported' WHERE seq = 2")
    told = await peerboard_beside("audit", "verify", **env)
    assert told.returncode == 1
    assert told.stdout.startswith("FAULT line 2 is not as it was written")


@pytest.mark.slow
async def test_one_line_of_a_million_is_found_in_little_memory(database: Database) -> None:
    key, seal, at = Key(SECRET), NOTHING, now_of.now()
    count, lines = 1_000_000, list[tuple[object, ...]]()
    connection = await asyncpg.connect(database.url)
    for seq in range(1, count + 1):
        line = TrailLine(
            seq=seq, at=at, deed="looked", who=seq % 50, about="seat", about_id="x" * 22, under=key.name, seal=b""
        )
        seal = line.seal = key.seal(seal, line)
        lines.append(tuple(getattr(line, name) for name in COLUMNS))
        if len(lines) == 50_000:
            await connection.copy_records_to_table("trail", records=lines, columns=list(COLUMNS))
            lines.clear()
    ends = "INSERT INTO trail_ends VALUES (1, $1, $2, 0, $3, '', '')"
    await connection.execute(ends, count, seal, NOTHING)
    await connection.close()
    before = psutil.Process().memory_info().rss
    assert (await found(database)).faults == []
    await behind(database, "UPDATE trail SET who = who + 1 WHERE seq = 654321")
    told = await found(database)
    assert [each[:11] for each in told.faults] == ["line 654321"]
    assert told.lines == count
    assert psutil.Process().memory_info().rss - before < 30_000_000
