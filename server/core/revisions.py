"""Which version of the tables this code knows, and what tables of another are to it.

A file in schemas/migrations/versions/ is named for its revision, and revisions come in the order of their names
(tests/house holds both). So which one this code expects, and which it knows, is read from the names alone.
"""

from enum import Enum
from functools import cache
from pathlib import Path

import schemas

MIGRATIONS = Path(str(schemas.__file__)).parent / "migrations"
VERSION = "SELECT version_num FROM alembic_version"


class Tables(Enum):
    """How old the tables are, to this code."""

    OLDER = "older"
    """It cannot work with them."""
    RIGHT = "right"
    NEWER = "newer"
    """It works with them: migrations let the version before go on (tests/house/test_migrations.py)."""


@cache
def revisions() -> tuple[str, ...]:
    """The revisions that this code knows, oldest first."""
    return tuple(sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def head() -> str:
    """The version of the tables that this code expects."""
    return revisions()[-1]


def compare(found: str | None) -> Tables:
    """What tables at `found` are to this code; None stands for no tables. What it does not know was made after it."""
    if found == head():
        return Tables.RIGHT
    return Tables.OLDER if found is None or found in revisions() else Tables.NEWER


def said_of(found: str | None) -> str:
    """The same as a sentence for who runs it."""
    return {
        Tables.RIGHT: f"at {found}",
        Tables.OLDER: f"the tables are at {found or 'nothing'}, this version needs {head()}: run 'peerboard migrate'",
        Tables.NEWER: f"at {found}, which is newer than this version ({head()}): it works on, and migrates nothing",
    }[compare(found)]
