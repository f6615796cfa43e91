"""How many processes serve, and what becomes of them. A whole server of two is in tests/topology/test_workers.py."""

import subprocess
import sys
from pathlib import Path

import pytest

from server.ops.how_many import cores, fitting
from server.web.rate_limits import ADDRESS, share

KEEP = """
import os, signal, sys, time
from server.ops.processes import Processes, listening
{serve}
print(Processes(listening("127.0.0.1", 0, None, 2), serve, lambda pid: None).keep())
"""


@pytest.mark.parametrize(
    ("wanted", "connections", "count"),
    [(8, 100, 1), (8, 200, 3), (8, 300, 5), (2, 300, 2), (4, 20, 1)],
)
def test_as_many_as_leave_half_of_the_connections(wanted: int, connections: int, count: int) -> None:
    assert fitting(wanted, connections, 25) == count


@pytest.mark.parametrize(
    ("quota", "most"), [("max 100000", None), ("100000 100000", 1), ("150000 100000", 2), ("", None)]
)
def test_a_container_has_what_it_is_given(quota: str, most: int | None, tmp_path: Path) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(quota)
    assert cores(file) == min(most or cores(tmp_path / "none"), cores(tmp_path / "none"))


def test_what_an_address_may_do_is_shared_by_the_processes_at_it() -> None:
    assert [share(ADDRESS, of).amount for of in (1, 2, 3, 1000)] == [400, 200, 134, 1]


def told(serve: str) -> str:
    """What a keeper of two processes that `serve` in this way ends with."""
    ran = subprocess.run([sys.executable, "-c", KEEP.format(serve=serve)], capture_output=True, text=True, timeout=60)
    return ran.stdout.strip().splitlines()[-1]


def test_where_none_can_start_whoever_started_us_is_told() -> None:
    assert told("def serve(mine): sys.exit(1)") == "1"


DIES_ONCE = """
keeper, mark = os.getpid(), os.environ["MARK"]
def serve(mine):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        open(mark, "x").close()
    except FileExistsError:
        with open(mark, "a") as file:
            file.write("x")
        if os.path.getsize(mark) > 1:
            os.kill(keeper, signal.SIGTERM)
        signal.sigwait({signal.SIGTERM})  # pause() would not notice one that comes just before it
        sys.exit(0)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_one_that_dies_is_started_again_and_all_end_when_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first to come dies. The last of the two others, of which one is there only because it was started again,
    ends it all."""
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    assert told(DIES_ONCE) == "0"
