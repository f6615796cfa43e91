"""Whatever is sent, by whomever: no 5xx but "busy", nothing odd in the log, nothing stored by half."""

import io
import os
from collections.abc import Iterator

import pytest

from tests.access.stage import Stage
from tests.fuzz.run import Run
from tests.support.logs import logged

INPUTS, FEWER = 1200, 480
"""The fewer are the first of them: three worlds, and every kind of input and of answer."""
SECONDS = float(os.environ.get("FUZZ_SECONDS", "3600"))


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What the server logs."""
    with logged() as written:
        yield written


@pytest.mark.long
@pytest.mark.parametrize("inputs", [FEWER, pytest.param(INPUTS, marks=pytest.mark.slow)])
async def test_a_number_of_odd_inputs(stage: Stage, told: io.StringIO, seed: int, inputs: int) -> None:
    run = Run(stage, told, seed)
    await run.go(inputs=inputs)
    print(run.told())
    assert not run.wrong, run.told()
    assert len(run.kinds) > 8
    assert {200, 303, 400, 403, 404, 413, 422} <= set(run.statuses), "it does not come far"


@pytest.mark.soak
async def test_odd_inputs_for_long(stage: Stage, told: io.StringIO, seed: int) -> None:
    """An hour, or FUZZ_SECONDS; `--seed` repeats a run."""
    run = Run(stage, told, seed)
    await run.go(seconds=SECONDS)
    print(run.told())
    assert not run.wrong, run.told()
