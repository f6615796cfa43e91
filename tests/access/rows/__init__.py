"""Rows of the table by what they are about: each module has its own in ROWS."""

import importlib
import pkgutil

from tests.access.row import Row


def load_rows() -> dict[str, list[Row]]:
    """The rows of all modules here. Raises AssertionError when two speak of the same route."""
    found: dict[str, list[Row]] = {}
    for module in pkgutil.iter_modules(__path__, "tests.access.rows."):
        rows: dict[str, list[Row]] = importlib.import_module(module.name).ROWS
        assert not found.keys() & rows.keys(), f"{found.keys() & rows.keys()} have rows twice"
        found |= rows
    return found
