"""Rows of several tables, written by one statement. Through a session each table takes a statement of its own, since
its rows want the numbers of those before; here the numbers are asked for first."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

import asyncpg
from sqlalchemy import JSON, Table, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import SQLModel


async def numbers(connection: asyncpg.Connection, tables: Sequence[str]) -> list[int]:
    """A new row's number for each of `tables`, as PostgreSQL would give it."""
    row = await connection.fetchrow(_asking(tuple(tables)))
    return list(row)


async def write(connection: asyncpg.Connection, rows: Iterable[SQLModel]) -> None:
    """Store these rows, whose numbers are known. They are then what rows are that a session has stored and let go."""
    written: dict[str, list[SQLModel]] = defaultdict(list)
    for row in rows:
        written[_table(type(row)).name].append(row)
    told = {name: [row.model_dump() for row in same] for name, same in written.items()}
    tables = tuple(_table(type(same[0])) for same in written.values())
    await connection.execute(_insert(tables), json.dumps(told, default=datetime.isoformat))
    for same in written.values():
        for row in same:
            make_transient_to_detached(row)


def _table(kind: type[SQLModel]) -> Table:
    table = inspect(kind).local_table
    assert isinstance(table, Table)
    return table


@cache
def _asking(tables: tuple[str, ...]) -> str:
    return "SELECT " + ", ".join(f"nextval('{name}_id_seq')" for name in tables)


@cache
def _insert(tables: tuple[Table, ...]) -> str:
    """Foreign keys are looked at when the whole statement has been done."""
    parts = ", ".join(f"made_{table.name} AS ({_one(table)})" for table in tables)
    return f"WITH told AS (SELECT $1::text::jsonb AS of), {parts} SELECT"


def _one(table: Table) -> str:
    columns = [column for column in table.columns if column.computed is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    # A session writes None into JSON as JSON's own null.
    values = ", ".join(
        f"coalesce({column.name}, 'null')" if isinstance(column.type, JSON) else f'"{column.name}"'
        for column in columns
    )
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {values} '
        f"FROM told, jsonb_populate_recordset(NULL::\"{table.name}\", of -> '{table.name}')"
    )
