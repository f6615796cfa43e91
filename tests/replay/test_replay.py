"""An election is held again in the running product, and its counts are compared with the published ones."""

import asyncio
import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from server.ops.embedded import Valkey
from tests.replay.elections import APPROVAL, DOTS, FEW, THOUSAND
from tests.replay.terminal import replay, replay_here
from tests.support.databases import rows
from tests.support.processes import environment
from tests.support.proxy import Proxy, upstream_tcp
from tests.support.site import Site, free_port

KEYS = {"ideas", "ballots", "mismatches", "seconds", "votes_per_second", "result_url"}
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(content: str) -> Path:
        path = tmp_path / "valg.pb"
        path.write_text(content, "utf-8")
        return path

    return _write


@pytest.fixture
def env(site: Site, database_url: str, valkey: Valkey) -> dict[str, str]:
    """Where the product is, for a command."""
    return environment(database_url, valkey.url, public_url=site.url)


async def stranger_reads(url: str) -> list[list[str]]:
    async with httpx2.AsyncClient(trust_env=False) as http:
        answer = await http.get(url)
    assert answer.status_code == 200
    assert not answer.headers.get("set-cookie")
    return list(csv.reader(io.StringIO(answer.text), delimiter=";"))


async def test_dots(env: dict[str, str], write: Write, database_url: str) -> None:
    ran = await replay(env, write(DOTS), "--json", "--concurrency", "3")
    assert ran.code == 0, ran
    assert set(ran.told) == KEYS
    assert (ran.told["ideas"], ran.told["ballots"], ran.told["mismatches"]) == (4, 7, 0)
    assert "Every count is as published" in ran.out
    assert "Idea 4 seems to hold a person's number" in ran.out
    header, *lines = await stranger_reads(ran.told["result_url"])
    assert header == ["idea_ref", "title", "voters", "dots"]
    assert lines[0] == ["A-2", "Flere stole <b>nu</b>", "5", "11"]
    assert lines[1] == ["1", 'Te; "kaffe" og vand', "4", "9"]
    assert lines[2:] == [["4", "Ring på 20 37 41 58", "1", "1"], ["3", "'=Planter", "0", "0"]]
    query = """SELECT phase, phase_no, state, round.method, round.dots, round.most, eligible,
        (SELECT count(*) FROM seat WHERE meeting_id = meeting.id), (SELECT count(*) FROM ballot)
        FROM meeting JOIN round ON round.meeting_id = meeting.id WHERE title = 'Ideer til ventetiden'"""
    assert [tuple(row) for row in await rows(database_url, query)] == [("result", 4, "closed", "dots", 5, 3, 7, 7, 0)]


async def test_approval(env: dict[str, str], write: Write, database_url: str) -> None:
    ran = await replay(env, write(APPROVAL), "--json")
    assert (ran.code, ran.told["ballots"], ran.told["mismatches"]) == (0, 6, 0), ran
    _, *lines = await stranger_reads(ran.told["result_url"])
    assert lines == [["1", "Bænke", "4", "4"], ["2", "Blomster", "3", "3"], ["3", "Skygge", "0", "0"]]
    query = "SELECT round.method FROM round JOIN meeting ON meeting.id = meeting_id WHERE title = 'Ideer til haven'"
    assert [row[0] for row in await rows(database_url, query)] == ["approval"]


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (APPROVAL.replace("approval\n", "approval\nmax_length;2\n"), ("dots", 2, 1)),
        pytest.param(THOUSAND, ("dots", 1000, 500), marks=pytest.mark.slow),
    ],
    ids=["at most two marks", "a thousand dots"],
)
async def test_limits(
    env: dict[str, str], write: Write, database_url: str, content: str, limits: tuple[str, int, int]
) -> None:
    ran = await replay(env, write(content), "--json")
    assert (ran.code, ran.told["mismatches"]) == (0, 0), ran
    newest = await rows(database_url, "SELECT method, dots, most FROM round ORDER BY id DESC LIMIT 1")
    assert tuple(newest[0]) == limits


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("A-2;200;5;11", "A-2;200;5;12"),
        pytest.param("A-2;200;5;11", "A-2;200;4;11", marks=pytest.mark.slow),
    ],
)
async def test_a_count_that_differs_is_exit_1(env: dict[str, str], write: Write, right: str, wrong: str) -> None:
    ran = await replay(env, write(DOTS.replace(right, wrong)), "--json")
    assert (ran.code, ran.told["mismatches"]) == (1, 1), ran
    assert ran.out.count("DIFFERS") == 1


async def test_fewer_than_five_have_no_figures(env: dict[str, str], write: Write) -> None:
    ran = await replay(env, write(FEW), "--json")
    assert (ran.code, ran.told["ballots"], ran.told["mismatches"]) == (0, 4, 0), ran
    assert "Fewer than five voted" in ran.out
    _, *lines = await stranger_reads(ran.told["result_url"])
    assert sorted(lines) == [["1", "Bænke", "", ""], ["2", "Blomster", "", ""], ["3", "Skygge", "", ""]]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (DOTS.replace("12;;1;2", "12;;9;2"), 18, 'the vote names project "9"'),
        (DOTS.replace("num_votes;7", "num_votes;8"), 5, "num_votes is 8"),
        ("hello", 1, "the file does not begin with META"),
    ],
)
async def test_a_malformed_file_is_exit_2_and_nothing_is_made(
    env: dict[str, str], write: Write, database_url: str, content: str, line: int, reason: str
) -> None:
    before = await rows(database_url, "SELECT count(*) FROM board")
    ran = await asyncio.to_thread(replay_here, env, write(content), "--json")
    assert (ran.code, ran.out) == (2, ""), ran
    assert f"line {line}: {reason}" in " ".join(ran.err.split())
    assert await rows(database_url, "SELECT count(*) FROM board") == before


def test_a_file_is_read_before_the_product_is_looked_for(write: Write, tmp_path: Path) -> None:
    ran = replay_here({}, write("hello"), "--data", str(tmp_path / "nothing"))
    assert (ran.code, "line 1:" in ran.err) == (2, True), ran
    ran = replay_here({}, write(DOTS), "--data", str(tmp_path / "nothing"))
    assert (ran.code, "No Peerboard runs on" in ran.err) == (1, True), ran


async def test_nobody_answers_at_url(env: dict[str, str], write: Write) -> None:
    ran = await asyncio.to_thread(replay_here, env, write(DOTS), "--url", f"http://127.0.0.1:{free_port()}")
    assert ran.code == 1
    assert "No Peerboard answers at" in ran.err
    assert "Traceback" not in ran.err


async def test_url_leads_through_a_proxy_that_loses_connections(env: dict[str, str], write: Write, site: Site) -> None:
    proxy = Proxy(upstream_tcp(site.port))
    await proxy.start()
    proxy.losing = 10
    try:
        ran = await replay(env, write(DOTS), "--json", "--url", f"http://127.0.0.1:{proxy.port}")
    finally:
        await proxy.stop()
    assert (ran.code, ran.told["ballots"], ran.told["mismatches"]) == (0, 7, 0), ran
    assert proxy.losing == 0
    assert ran.told["result_url"].startswith(site.url)
