"""What a migration may not do to the version before it, which goes on writing while the new one is rolled out.

The tables are compared as PostgreSQL describes them before and after each migration, so that plain SQL is judged like
everything else. What a migration does to rows cannot be judged here; tests/topology/test_version_before.py tries it.
"""

from dataclasses import dataclass
from typing import Any

import asyncpg

COLUMNS = """
SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS filled, (a.atthasdef OR a.attidentity <> '') AS given
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND c.relname <> 'alembic_version'
"""
RULES = """
SELECT c.relname AS table, k.contype::text AS kind, pg_get_constraintdef(k.oid) AS says, k.confdeltype::text AS after,
    f.relname AS other,
    ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = ANY(k.conkey)) AS columns
FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid LEFT JOIN pg_class AS f ON f.oid = k.confrelid
WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL
SELECT c.relname, 'u', pg_get_indexdef(i.indexrelid), '', NULL,
    ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ANY(i.indkey))
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))
UNION ALL
SELECT c.relname, 't', pg_get_triggerdef(t.oid), '', NULL, ARRAY[]::text[]
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
"""
GOES_ALONG = frozenset("cnd")
"""When the version before deletes a row, rows that refer to it may CASCADE, SET NULL or SET DEFAULT."""


@dataclass(frozen=True)
class Column:
    """`filled`: NOT NULL. `given`: PostgreSQL has a value when none is given."""

    type: str
    filled: bool
    given: bool


@dataclass(frozen=True)
class Rule:
    """A constraint, a unique index or a trigger."""

    table: str
    kind: str
    says: str
    after: str
    other: str | None
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """All tables at one moment."""

    tables: frozenset[str]
    columns: dict[tuple[str, str], Column]
    rules: frozenset[Rule]


async def shape_of(connection: asyncpg.Connection) -> Shape:
    """The tables as they are now."""
    columns = {
        (row["table"], row["column"]): Column(row["type"], row["filled"], row["given"])
        for row in await connection.fetch(COLUMNS)
    }
    rules = frozenset(_rule(row) for row in await connection.fetch(RULES))
    return Shape(frozenset(table for table, _ in columns), columns, rules)


def _rule(row: Any) -> Rule:
    return Rule(row["table"], row["kind"], row["says"], row["after"], row["other"], tuple(sorted(row["columns"])))


def harm(before: Shape, after: Shape) -> set[str]:
    """What the version before can no longer do, in a few words each; empty for a migration that keeps the promise."""
    return _lost(before, after) | _wanted(before, after) | _refused(before, after)


def _lost(before: Shape, after: Shape) -> set[str]:
    """What it reads and writes that is gone, or has become something else."""
    found = set()
    for (table, column), was in before.columns.items():
        name, now = f"{table}.{column}", after.columns.get((table, column))
        if now is None:
            found.add(f"{name} is gone")
        elif now.type != was.type and not _wider(was.type, now.type):
            found.add(f"{name} was {was.type} and is {now.type}")
    # "ON CONFLICT" needs the key it names.
    for rule in before.rules - after.rules:
        if rule.kind in "pu":
            found.add(f"{rule.table} is unique no longer: {rule.says}")
    return found


def _wanted(before: Shape, after: Shape) -> set[str]:
    """What it does not write and would have to write now."""
    found = set()
    for (table, column), now in after.columns.items():
        was, name = before.columns.get((table, column)), f"{table}.{column}"
        if table not in before.tables:
            continue
        if was is None and now.filled and not now.given:
            found.add(f"{name} is new, must be filled, and has no default")
        if was is not None and now.filled and not was.filled:
            found.add(f"{name} must be filled now")
        if was is not None and was.given and not now.given:
            found.add(f"{name} lost its default")
    return found


def _refused(before: Shape, after: Shape) -> set[str]:
    """What it could write or delete before and may not now."""
    found = set()
    for rule in after.rules - before.rules:
        old = [column for column in rule.columns if (rule.table, column) in before.columns]
        if rule.table in before.tables and (old or rule.kind == "t"):
            found.add(f"{rule.table} has a new rule: {rule.says}")
        if rule.kind == "f" and rule.other in before.tables and rule.after not in GOES_ALONG:
            found.add(f"{rule.other} cannot be deleted from: {rule.table} {rule.says}")
    return found


def _wider(was: str, now: str) -> bool:
    """Whether the type only allows longer texts or larger numbers: it takes everything written before."""
    if was == "integer":
        return now == "bigint"
    if not was.startswith("character varying("):
        return False
    return now in {"text", "character varying"} or (
        now.startswith("character varying(") and int(now[18:-1]) > int(was[18:-1])
    )
