"""R1 and R2: kill -9 of a random process loses nothing, doubles nothing, and everybody comes back."""

from pathlib import Path

import pytest

from tests.faults.report import Report, write
from tests.faults.run import PEOPLE, Run
from tests.support.clusters import copy

KILLS = 20
SOAKED: list[Report] = []
FEWER, FEW_PEOPLE = 6, 14
"""In `make test`."""


async def hold(folder: Path, seed: int, kills: int, people: int = PEOPLE, *, timed: bool = False) -> None:
    """Play one run and fail with everything that was found."""
    print(f"\nfaults: seed {seed}, {kills} kills, everything in {folder}")
    report = await Run(folder, seed, people, timed=timed).play(kills)
    print(report)
    if timed:
        SOAKED.append(report)
        write(SOAKED)
    assert not report.problems, "\n".join([str(report), *report.problems])
    assert sum(report.killed.values()) == kills
    assert report.ops["idea"] > 20, "too little was written to tell anything"
    assert report.ops["ballot"] > 20, "too few voted to tell anything"


@pytest.mark.parametrize(
    ("kills", "people"), [(FEWER, FEW_PEOPLE), pytest.param(KILLS, PEOPLE, marks=pytest.mark.slow)]
)
async def test_kills(
    tmp_path: Path, cluster: Path, pytestconfig: pytest.Config, seed: int, kills: int, people: int
) -> None:
    copy(cluster, tmp_path / "postgres")
    await hold(tmp_path, seed, pytestconfig.getoption("--kills") or kills, people)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(10))
async def test_two_hundred_kills(tmp_path: Path, seed: int, number: int) -> None:
    await hold(tmp_path, seed + number, KILLS, timed=True)
