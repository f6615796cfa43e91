"""Elections that were held: every ballot is cast again through the running product, and every count is the published.

The files are not part of the project; they are looked for beside the checkout.
`make test-all` holds them; `make test` replays small ones of its own (test_replay.py)."""

from pathlib import Path

import pytest

from server.checkout import CHECKOUT
from server.ops.embedded import Valkey
from tests.replay.terminal import replay
from tests.support.processes import Server, environment

ELECTIONS = CHECKOUT.parent / "shared" / "data" / "elections"


@pytest.mark.parametrize(
    ("name", "ideas", "ballots"),
    [
        pytest.param("poland_gdansk_2020_suchanino.pb", 9, 703, id="Gdańsk", marks=pytest.mark.slow),
        pytest.param("poland_warszawa_2017_zacisze.pb", 21, 1107, id="Warszawa", marks=pytest.mark.slow),
        pytest.param("france_toulouse_2019_.pb", 30, 1494, id="Toulouse", marks=pytest.mark.slow),
    ],
)
async def test_every_count_is_the_published(
    database_url: str, valkey: Valkey, logs: Path, name: str, ideas: int, ballots: int
) -> None:
    file = ELECTIONS / name
    if not file.exists():
        pytest.skip(f"{name} is not there, so no real election is held")
    env = environment(database_url, valkey.url)
    server = Server("server", env, logs)
    await server.start()
    try:
        ran = await replay(env | {"PEERBOARD_PUBLIC_URL": server.url}, file, "--json", seconds=500)
    finally:
        server.stop()
    assert ran.code == 0, ran
    assert (ran.told["ideas"], ran.told["ballots"], ran.told["mismatches"]) == (ideas, ballots, 0)
    print(f"{name}: {ran.told['seconds']} s, {ran.told['votes_per_second']} votes per second")
