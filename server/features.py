"""The features, found by their `fragments.py`: each says there which events change its pages, what it has in the phases
of a meeting, and what it does at the moments of `server/hooks.py`. A process that changes a meeting calls `declare`."""

import importlib
from pathlib import Path

from server.hooks import all_declared
from server.meetings.phases import check_phases

SERVER = Path(__file__).parent
PAGES = "server.meetings.fragments"
"""Comes first: the regions of its pages stand before those that features add to them."""


def declare() -> None:
    """Import what features declare, once. Raises NotDeclared, with what to write, for a phase that nobody shows."""
    paths = sorted(path.relative_to(SERVER.parent) for path in SERVER.rglob("fragments.py"))
    for name in (PAGES, *(".".join(path.with_suffix("").parts) for path in paths)):
        importlib.import_module(name)
    check_phases()
    all_declared()
