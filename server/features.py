"""The features, found by their files: a folder of `server/` with modules of the names below, wherever it stands. There
is no list of features to add to.

`fragments.py` says which events change a feature's pages, and what it has in the phases of a meeting; `hooks.py` what
it does at the moments of `server/core/hooks.py`. A process that changes boards or draws pages calls `declare` first.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from starlette.routing import BaseRoute

import server
from server.core.hooks import all_declared
from server.meeting.meetings.phases import check_phases

DECLARING = ("fragments", "hooks")
PAGES = "server.meeting.meetings.fragments"
"""Comes first: the regions of its pages stand before those that features add to them."""
ROUTES = "routes"
"""Modules with this name, or one that ends so (`guide_routes`), hold a list `routes`."""


def declare() -> None:
    """Import what features declare, once. Raises NotDeclared, with what to write, for a phase that nobody shows."""
    for name in (PAGES, *(name for name in found() if name.rpartition(".")[2] in DECLARING)):
        import_module(name)
    check_phases()
    all_declared()


def routes() -> list[BaseRoute]:
    """The routes of all features. An address is one feature's, so the order of features is nobody's concern
    (tests/platform/test_features.py); within a feature the first that fits answers."""
    modules = [name for name in found() if name.endswith((f".{ROUTES}", f"_{ROUTES}"))]
    return [route for name in modules for route in import_module(name).routes]


def found() -> list[str]:
    """The full names of all modules of `server/`, in order. Nothing is imported to find them."""
    return sorted(_modules(Path(str(server.__file__)).parent, "server."))


def _modules(folder: Path, prefix: str) -> Iterator[str]:
    for module in pkgutil.iter_modules([str(folder)], prefix):
        yield module.name
        if module.ispkg:
            yield from _modules(folder / module.name.removeprefix(prefix), f"{module.name}.")
