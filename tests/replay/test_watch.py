"""--watch goes slowly enough to be followed on the projector, whose address comes first."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from rich.console import Console

from server.core.settings import get_settings
from server.ops.embedded import Valkey
from server.ops.replay.election import WATCHED, Pace, Replay
from server.ops.replay.pabulib import Election, read_election
from server.ops.replay.report import progress
from tests.replay.elections import DOTS
from tests.support.databases import rows
from tests.support.site import SECRET, Site
from tests.support.waiting import until


@pytest.fixture
def election(tmp_path: Path) -> Election:
    path = tmp_path / "valg.pb"
    path.write_text(DOTS, "utf-8")
    return read_election(path)


@pytest.fixture
def product(site: Site, database_url: str, valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site as a command of this process finds it."""
    for name, value in (("DATABASE", database_url), ("REDIS", valkey.url), ("PUBLIC", site.url)):
        monkeypatch.setenv(f"PEERBOARD_{name}_URL", value)
    monkeypatch.setenv("PEERBOARD_SECRET", SECRET)
    get_settings.cache_clear()
    yield site
    get_settings.cache_clear()


def slowly(election: Election, site: Site, pace: Pace, said: io.StringIO) -> Replay:
    return Replay(election, site.url, pace, Console(file=said, width=200), progress(Console(file=io.StringIO())))


@pytest.mark.long
async def test_the_projector_comes_first_and_the_votes_are_spread(product: Site, election: Election) -> None:
    said = io.StringIO()
    run = slowly(election, product, Pace(join=0.5, read=0.2, vote=1.0), said)
    lines, outcome, refused = await run.hold(2)
    # Seven voters: the last begins after six sevenths of each time.
    assert outcome.seconds >= (0.5 + 1.0) * 6 / 7 + 0.2
    assert (outcome.mismatches, refused, len(lines)) == (0, [], 4)
    first = next(line for line in said.getvalue().splitlines() if "http" in line)
    assert first.startswith(f"Projector: {product.url}/screen/")
    async with httpx2.AsyncClient(trust_env=False) as http:
        screen = await http.get(first.removeprefix("Projector: "))
    assert "Flere stole" in screen.text


async def test_given_up_in_the_middle_it_leaves_no_vote_open(
    product: Site, election: Election, database_url: str
) -> None:
    run = slowly(election, product, Pace(vote=60), io.StringIO())
    newest_round = """SELECT state, ended_at FROM round JOIN meeting ON meeting.id = meeting_id
        ORDER BY opened_at DESC LIMIT 1"""

    async def is_open() -> bool:
        found = await rows(database_url, newest_round)
        return bool(found) and found[0]["state"] == "open"

    holding = asyncio.create_task(run.hold(2))
    await until(is_open, what="the vote to begin")
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)
    newest = (await rows(database_url, newest_round))[0]
    assert newest["state"] == "void"
    assert newest["ended_at"] is not None


def test_a_room_can_follow_it() -> None:
    assert WATCHED.read >= 5
    assert WATCHED.vote >= 30
