"""Which version of the tables this code expects, and whether it can work with another.

A file in schemas/migrations/versions/ is named after its revision, and revisions are in the order of their names
(tests/house holds both). So the revisions this code knows, and the one it expects, are read from the names alone.
"""

from enum import Enum
from functools import cache
from pathlib import Path

import schemas

MIGRATIONS = Path(str(schemas.__file__)).parent / "migrations"
VERSION = "SELECT version_num FROM alembic_version"


class Tables(Enum):
    """The tables' version compared with the code's."""

    OLDER = "older"
    """It cannot work with them."""
    RIGHT = "right"
    NEWER = "newer"
    """It works with them: a migration lets the previous version carry on (tests/house/test_migrations.py)."""


@cache
def revisions() -> tuple[str, ...]:
    """The revisions this code knows, oldest first."""
    return tuple(sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def head() -> str:
    """The revision this code expects."""
    return revisions()[-1]


def compare(found: str | None) -> Tables:
    """Compare tables at revision `found` (None: no tables) with this code. A revision it does not know is newer."""
    if found == head():
        return Tables.RIGHT
    return Tables.OLDER if found is None or found in revisions() else Tables.NEWER


def said_of(found: str | None) -> str:
    """The same, as a sentence for the operator."""
    return {
        Tables.RIGHT: f"at {found}",
        Tables.OLDER: f"the tables are at {found or 'nothing'}, this version needs {head()}: run 'peerboard migrate'",
        Tables.NEWER: f"at {found}, which is newer than this version ({head()}): it works on, and migrates nothing",
    }[compare(found)]
