"""Finds the features by their files: a folder in `server/`, at any depth, with modules of the names below. There is no
list of features to add to.

A feature's `fragments.py` declares which events change its pages and what it does in a meeting's phases; its `hooks.py`
adds to the hooks of `server/core/hooks.py`. A process that changes boards or renders pages calls `declare` first.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from starlette.routing import BaseRoute

import server
from server.core.hooks import all_declared
from server.meeting.meetings.phases import check_phases

DECLARING = ("fragments", "hooks")
PAGES = "server.meeting.meetings.fragments"
"""Imported first, so that its own regions come before those that features add to its pages."""
ROUTES = "routes"
"""A module with this name, or one that ends in it (`guide_routes`), has a list `routes`."""


def declare() -> None:
    """Import everything that features declare. Raises NotDeclared, saying what to write, for a phase that no feature
    shows. Safe to call again."""
    for name in (PAGES, *(name for name in found() if name.rpartition(".")[2] in DECLARING)):
        import_module(name)
    check_phases()
    all_declared()


def routes() -> list[BaseRoute]:
    """The routes of all features. No path belongs to two features, so their order does not matter
    (tests/platform/test_features.py); within a feature the first match answers."""
    modules = [name for name in found() if name.endswith((f".{ROUTES}", f"_{ROUTES}"))]
    return [route for name in modules for route in import_module(name).routes]


def found() -> list[str]:
    """The full names of all modules in `server/`, sorted. Finding them imports nothing."""
    return list(_found(Path(str(server.__file__)).parent))


@cache  # it takes 10 ms, and each process asks for its features and for their routes
def _found(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(_modules(folder, "server.")))


def _modules(folder: Path, prefix: str) -> Iterator[str]:
    for module in pkgutil.iter_modules([str(folder)], prefix):
        yield module.name
        if module.ispkg:
            yield from _modules(folder / module.name.removeprefix(prefix), f"{module.name}.")
