"""No test of `make test` depends on how fast the machine is: tests wait for conditions and count work. One that
measures time is marked `soak`, and measures with tests/support/stopwatch.py."""

import ast

import pytest

from server.checkout import CHECKOUT
from tests.house.committed import committed

CLOCKS = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time", "process_time_ns"}
CLOCKS |= {"thread_time", "thread_time_ns", "time", "time_ns", "default_timer"}
MEASURED = {"seconds", "lap"}
"""The readings of a Stopwatch."""
MEASURING = {"soak", "bench"}
MAY_LOOK = {
    "tests/support/stopwatch.py": "it is the one",
    "tests/support/waiting.py": "gives up after a minute",
    "tests/support/wire.py": "keeps no connection for longer than the server does, and gives up",
    "tests/live/watching.py": "gives up after a minute",
    "tests/support/stream.py": "notes when it connected, for the runs of faults",
    "tests/faults/chaos.py": "notes when a fault was over, for the seconds of R2 in the soak",
    "tests/faults/convergence.py": "the seconds of R2, which only the soak judges",
    "tests/faults/writer.py": "gives up",
    "tests/faults/history.py": "dates what happened, for whoever reads it",
    "tests/support/identity_provider.py": "signs tokens that have run out",
    "tests/access/test_flood.py": "sends 500 requests a second",
}


def clocks(source: str) -> list[str]:
    """Calls to a clock: the module `time`'s, under any name, or an event loop's."""
    tree = ast.parse(source)
    short = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "timeit"}
        for alias in node.names
    }
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and not node.args):
        name = call.func.attr if isinstance(call.func, ast.Attribute) and _is_machine(call.func.value) else None
        if isinstance(call.func, ast.Name):
            name = short.get(call.func.id)
        if name in CLOCKS:
            found.append(ast.unparse(call))
    return found


def _is_machine(whose: ast.expr) -> bool:
    """Whether it is the module or a loop: `datetime` has a method of that name too."""
    return ast.unparse(whose).removesuffix("()").endswith(("time", "loop"))


def impatient(source: str) -> list[str]:
    """Asserts on seconds in tests that are not marked `soak` or `bench`."""
    if not any(word in source for word in MEASURED):
        return []
    return [
        ast.unparse(each)
        for test in ast.walk(ast.parse(source))
        if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef) and test.name.startswith("test_")
        if not any(f"mark.{mark}" in ast.unparse(marks) for marks in test.decorator_list for mark in MEASURING)
        for each in ast.walk(test)
        if isinstance(each, ast.Assert) and _bounds_seconds(each)
    ]


def _bounds_seconds(each: ast.Assert) -> bool:
    upper = any(
        isinstance(sign, ast.Lt | ast.LtE)
        for node in ast.walk(each)
        if isinstance(node, ast.Compare)
        for sign in node.ops
    )
    return upper and any(isinstance(node, ast.Attribute) and node.attr in MEASURED for node in ast.walk(each))


def of_tests() -> list[tuple[str, str]]:
    return [
        (path, (CHECKOUT / path).read_text("utf-8"))
        for path in committed()
        if path.startswith("tests/") and path.endswith(".py")
    ]


def test_nobody_looks_at_a_clock() -> None:
    broken = {path: found for path, source in of_tests() if path not in MAY_LOOK and (found := clocks(source))}
    assert not broken


def test_only_the_soak_asks_for_seconds() -> None:
    broken = {path: found for path, source in of_tests() if (found := impatient(source))}
    assert not broken


def test_nobody_may_look_who_does_not() -> None:
    known = dict(of_tests())
    assert not [path for path in MAY_LOOK if path not in known or not clocks(known[path])]


@pytest.mark.parametrize(
    "source",
    [
        "import time\nbegan = time.monotonic()",
        "from time import perf_counter as now\nnow()",
        "import asyncio\nasyncio.get_running_loop().time()",
        "from timeit import default_timer\ndefault_timer()",
    ],
)
def test_a_clock_is_found(source: str) -> None:
    assert clocks(source)


def test_what_is_no_clock_is_not() -> None:
    assert not clocks("from time import sleep\nfrom datetime import time\nsleep(1)\ntime(12)\nmeeting.time")


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("def test_a():\n    with Stopwatch() as watch:\n        act()\n    assert watch.seconds < 1", True),
        ("async def test_a():\n    assert watch.lap() <= 1", True),
        ("@pytest.mark.soak\ndef test_a():\n    assert watch.seconds < 1", False),
        ("def test_a():\n    assert outcome.seconds >= 1", False),
    ],
)
def test_a_limit_in_seconds_is_found(source: str, bad: bool) -> None:
    assert bool(impatient(source)) == bad
