"""Which tests are quick, and so run in `make quick`, for somebody who changed a line and wants to know at once.

There is one rule, read from the tests themselves. A test is quick when nothing it depends on starts anything: no
browser, no process, no server beside the one its module has anyway. Of the tests in a file that need the database, the
first is quick, and of a parametrized one the first row; of those that do not need it, all are. So the time grows
with the number of files, not with what they go through. A test that takes seconds all the same has the mark `long`.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from server.checkout import CHECKOUT

STARTS = {
    "Child",
    "Popen",
    "Postgres",
    "Site.at",
    "Valkey",
    "async_playwright",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "subprocess.run",
}
"""Calls that start something."""
OURS = {"tests.support.site", "tests.house.committed"}
"""Exceptions: one makes the module's own server, the other only runs git."""


MOST = 1
"""How many tests of a file may need the database."""


def mark(items: list[pytest.Item]) -> None:
    """Mark the quick ones `quick`."""
    served: dict[Path, set[str]] = {}
    for item in items:
        if item.get_closest_marker("long") or "browser" in _fixtures(item) or starts_something(item.path):
            continue
        if "database_url" in _fixtures(item):
            name, names = item.nodeid.split("[")[0], served.setdefault(item.path, set())
            if name in names or len(names) == MOST:
                continue
            names.add(name)
        item.add_marker("quick")


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def starts_something(path: Path) -> bool:
    """Whether a test file calls something that starts something, or imports a module of ours that does."""
    waiting, seen = [path], {path}
    while waiting:
        file = waiting.pop()
        if _calls_what_starts(file):
            return True
        new = {found for found in _imports(file) if found not in seen}
        seen |= new
        waiting += new
    return False


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_source(path))


@cache
def _calls_what_starts(path: Path) -> bool:
    """Most files do not even have one of the words in them, and need not be taken apart."""
    if not any(word in _source(path) for word in STARTS):
        return False
    names = [ast.unparse(node.func) for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    return not STARTS.isdisjoint(name for whole in names for name in (whole, whole.rpartition(".")[2]))


@cache
def _imports(path: Path) -> frozenset[Path]:
    if "tests" not in _source(path):
        return frozenset()
    return frozenset(file for name in _named(_tree(path)) if name not in OURS and (file := _file(name)))


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests"):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("tests."))


def _file(module: str) -> Path | None:
    place = CHECKOUT.joinpath(*module.split(".")).with_suffix(".py")
    return place if place.is_file() else None
