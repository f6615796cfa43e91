"""What is drawn does not depend on what the process has loaded before."""

import asyncio
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st


def drawn() -> list[list[str | int]]:
    """What some test draws, from a fixed seed."""
    found = []

    @seed(1)
    @given(st.lists(st.one_of(st.text(), st.integers())))
    def run(those: list[str | int]) -> None:
        found.append(those)

    run()
    return found


def test_the_same_whatever_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = drawn()
    assert len(once) == settings().max_examples
    (file := tmp_path / "more.py").write_text(
        f"WORDS, NUMBERS = {[*map(chr, range(97, 123))]}, {[*range(999)]}", "utf-8"
    )
    spec = spec_from_file_location("more", file)
    assert spec
    assert spec.loader
    more = module_from_spec(spec)
    spec.loader.exec_module(more)
    monkeypatch.setitem(sys.modules, "more", more)
    assert drawn() == once


async def test_in_every_thread(pytestconfig: pytest.Config) -> None:
    """Some run Hypothesis beside the loop of the server that they ask."""
    told = pytestconfig.getoption("--seed") is None
    assert await asyncio.to_thread(lambda: settings().derandomize) is told
    assert (await asyncio.to_thread(settings)).deadline is None
