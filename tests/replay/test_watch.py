"""--watch goes slowly enough to be followed on the projector, whose address comes first."""

import io
import time
from pathlib import Path

import httpx2
import pytest
from rich.console import Console

from server.embedded import Valkey
from server.replay.command import WATCHED, Pace, Replay
from server.replay.pabulib import read_election
from server.replay.report import progress
from server.settings import get_settings
from tests.replay.elections import DOTS
from tests.support.site import SECRET, Site


async def test_the_projector_comes_first_and_the_votes_are_spread(
    site: Site, database_url: str, valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DATABASE", database_url), ("REDIS", valkey.url), ("PUBLIC", site.url)):
        monkeypatch.setenv(f"PEERBOARD_{name}_URL", value)
    monkeypatch.setenv("PEERBOARD_SECRET", SECRET)
    get_settings.cache_clear()
    path, said = tmp_path / "valg.pb", io.StringIO()
    path.write_text(DOTS, "utf-8")
    out = Console(file=said, width=200)
    pace, began = Pace(join=0.5, read=0.2, vote=1.0), time.monotonic()
    run = Replay(read_election(path), site.url, pace, out, progress(Console(file=io.StringIO())))
    lines, outcome, refused = await run.hold(2)
    took = time.monotonic() - began
    get_settings.cache_clear()
    # Seven voters: the last begins after six sevenths of each time.
    assert took >= (0.5 + 1.0) * 6 / 7 + 0.2
    assert (outcome.mismatches, refused, len(lines)) == (0, [], 4)
    first = next(line for line in said.getvalue().splitlines() if "http" in line)
    assert first.startswith(f"Projector: {site.url}/screen/")
    async with httpx2.AsyncClient(trust_env=False) as http:
        screen = await http.get(first.removeprefix("Projector: "))
    assert "Flere stole" in screen.text


def test_a_room_can_follow_it() -> None:
    assert WATCHED.read >= 5
    assert WATCHED.vote >= 30
