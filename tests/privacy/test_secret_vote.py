"""P2: who voted for what is known to nobody, and after the round to nothing: not to the database, its files, or us."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from schemas.tables import metadata
from server.core.database import Database
from server.ops.embedded import Postgres, Valkey
from server.room.votes import ballot
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.processes import Worker, environment
from tests.support.waiting import until

MOVING = {"presence", "browser_session", "job"}


@pytest.fixture(scope="module")
async def worker(database_url: str, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Worker]:
    started = Worker("worker", environment(database_url, valkey.url), tmp_path_factory.mktemp("logs"))
    await started.start()
    yield started
    started.stop()


async def voting(cast: Cast) -> tuple[list[Member], list[str]]:
    """Six people about to vote on two ideas."""
    ben, ada = await cast.ben(), await cast.ada()
    members = [ben, await cast.rie(), await cast.finn(), *await cast.guests_join(3)]
    await ben.propose("Ro")
    await ben.propose("Kaffe")
    await ada.phase("reveal")
    await ada.phase("vote")
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY number"
    return members, [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]


async def content(url: str) -> dict[str, list[str]]:
    """Every table's rows as text."""
    names = sorted(set(metadata.tables) - MOVING)
    each = (f"SELECT '{name}' AS name, t::text AS line FROM \"{name}\" AS t" for name in names)
    found: dict[str, list[str]] = {name: [] for name in names}
    for row in await rows(url, f"{' UNION ALL '.join(each)} ORDER BY 1, 2"):
        found[row["name"]].append(row["line"])
    return found


async def test_a_ballot_is_written_to_one_table_that_names_nobody(cast: Cast, database: Database) -> None:
    """Since no other table changes with it, nothing outside that table can tell what anybody chose."""
    members, ideas = await voting(cast)
    before = await content(database.url)
    for number, member in enumerate(members):
        assert took(await member.vote({ideas[number % 2]: 1 + number % 3}))
    after = await content(database.url)
    assert {name for name in after if after[name] != before[name]} == {"ballot"}
    assert set(metadata.tables["ballot"].columns.keys()) == {
        *("round_id", "voter", "dots", "version"),
        *("paper_role", "form_key"),  # of ballots on paper alone
    }
    secret, keys = await traces(cast)
    seats = [row["id"] for row in await rows(database.url, "SELECT id FROM seat WHERE board_id = $1", cast.board.id)]
    assert not [key for key in keys for seat in seats if str(seat).encode() == key]
    assert len(secret) == 32
    assert len(keys) == len(members)
    query = "SELECT 1 FROM ballot WHERE paper_role IS NOT NULL OR form_key IS NOT NULL"
    assert not await rows(database.url, query)


async def traces(cast: Cast) -> tuple[bytes, list[bytes]]:
    """The open round's secret and the voters' keys."""
    query = """SELECT round.id, secret.value AS secret FROM round JOIN secret ON round_id = round.id
        WHERE board_id = $1 AND state = 'open'"""
    round_ = (await rows(cast.database.url, query, cast.board.id))[0]
    keys = await rows(cast.database.url, "SELECT voter FROM ballot WHERE round_id = $1", round_["id"])
    return round_["secret"], [row["voter"] for row in keys]


async def in_files(postgres: Postgres, database: Database, needles: list[bytes]) -> list[str]:
    """The files of the database in which one of the needles stands; what is only in memory is written first."""
    await rows(database.url, "CHECKPOINT")
    oid = (await rows(database.url, "SELECT oid FROM pg_database WHERE datname = current_database()"))[0]["oid"]
    folder: Path = postgres.folder / "base" / str(oid)

    def search() -> list[str]:
        pieces = ((path.name, held(path)) for path in folder.iterdir() if path.is_file())
        return [name for name, piece in pieces if any(needle in piece for needle in needles)]

    return await asyncio.to_thread(search)


def held(path: Path) -> bytes:
    """What stands in a file; nothing when PostgreSQL has removed it meanwhile (pg_internal.init comes and goes)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


@pytest.mark.parametrize("how", ["result", "reveal", "end"])
async def test_after_the_round_nothing_is_left(
    how: str, cast: Cast, database: Database, postgres: Postgres, worker: Worker
) -> None:
    """Counted, given up, or ended with the meeting: ballots, secret and voters go, from the tables and their files."""
    members, ideas = await voting(cast)
    for number, member in enumerate(members):
        assert took(await member.vote({ideas[number % 2]: 2}))
    secret, keys = await traces(cast)
    await rows(database.url, "ANALYZE")
    assert await in_files(postgres, database, [secret]), "the search does not find what is there"
    assert await in_files(postgres, database, keys)
    ada = await cast.ada()
    answer = await (ada.post(f"{ada.room}/end") if how == "end" else ada.phase(how))
    assert took(answer)
    round_ = (await rows(database.url, "SELECT * FROM round WHERE board_id = $1", cast.board.id))[0]
    assert round_["state"] == ("closed" if how == "result" else "void")
    assert not await rows(database.url, "SELECT FROM secret WHERE round_id = $1", round_["id"])
    assert not await rows(database.url, "SELECT 1 FROM ballot WHERE round_id = $1", round_["id"])
    could = "SELECT 1 FROM round_voter WHERE round_id = $1"
    assert bool(await rows(database.url, could, round_["id"])) == (how == "result"), "a repeat is measured by it"
    if how == "result":
        await end_for_good(cast)
        assert not await rows(database.url, could, round_["id"])
    await until(lambda: vacuumed(database, round_["id"]), what="the vacuum")
    assert not await in_files(postgres, database, [secret, *keys])
    samples = await rows(database.url, "SELECT tablename || '.' || attname AS name FROM pg_stats")
    assert not {row["name"] for row in samples} & {"ballot.voter", "ballot.dots", "secret.value"}, (
        "ANALYZE keeps samples"
    )
    assert bool(await rows(database.url, "SELECT 1 FROM tally WHERE round_id = $1", round_["id"])) == (how == "result")


async def vacuumed(database: Database, round_id: int) -> bool:
    query = "SELECT state FROM job WHERE kind = 'vacuum' AND subject_id = $1"
    return [row["state"] for row in await rows(database.url, query, round_id)] == ["done"]


async def test_the_process_keeps_no_secret(cast: Cast) -> None:
    members, ideas = await voting(cast)
    for member in members:
        await member.vote({ideas[0]: 1})
    secret, _ = await traces(cast)
    assert ballot._rules, "the rules are kept elsewhere by now: look there"
    await (await cast.ada()).phase("result")
    for rules in ballot._rules.values():
        assert secret not in [getattr(rules, name) for name in rules.__dataclass_fields__]
        assert repr(secret) not in repr(rules)


async def test_a_removed_voters_ballot_stays_as_it_was(cast: Cast) -> None:
    members, ideas = await voting(cast)
    for member in members:
        assert took(await member.vote({ideas[0]: 1}))
    _, before = await traces(cast)
    await (await cast.ada()).remove((await members[1].look()).at("seat"))
    _, after = await traces(cast)
    assert sorted(before) == sorted(after)
    assert (await members[1].post("/rounds/x/ballot", {"version": 0})).status_code == 404


async def test_the_same_vote_has_another_key_in_another_round(cast: Cast) -> None:
    members, ideas = await voting(cast)
    await members[0].vote({ideas[0]: 1})
    _, first = await traces(cast)
    ada = await cast.ada()
    await ada.phase("vote")
    await members[0].vote({ideas[0]: 1})
    _, second = await traces(cast)
    assert len(first) == len(second) == 1
    assert first != second
