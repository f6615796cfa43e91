"""Statements that are built once. A snapshot gives them to the driver itself: SQLAlchemy takes five times as long.

    @built_once
    def _shown() -> Any:
        return select(Idea).where(Idea.meeting_id == bindparam("meeting"))

    ideas = (await session.execute(_shown(), {"meeting": meeting.id})).scalars()

The same line works in any session. In one that writes SQLAlchemy reads it, so that what is changed is written; what a
snapshot has read is detached, and not written anyway.
"""

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

import asyncpg
from sqlalchemy import Result, Select, inspect
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData

from server.core.dialect import Prompt
from server.core.entities import Entities

DIALECT = Prompt()  # type: ignore[no-untyped-call]
PREPARED = "prepared"
"""The option of a statement that says how the driver takes it."""


def built_once(build: Callable[..., Any]) -> Callable[..., Any]:
    """For a function that builds a SELECT: it is called once for each set of arguments."""

    @cache
    def built(*asked: Any) -> Any:
        statement = build(*asked)
        return statement.execution_options(**{PREPARED: Prepared(statement)})

    return built


class Prepared:
    """A SELECT as the driver takes it, and its rows as SQLAlchemy would return them."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement

    @cached_property
    def _ready(self) -> tuple[str, list[Callable[[Mapping[str, Any]], Any]]]:
        """The text, and how to find each of its values among those that are given."""
        compiled = self._statement.compile(dialect=DIALECT)
        given = {name: None for name, bind in compiled.binds.items() if bind.required}
        ready = compiled.construct_expanded_state(given)
        return ready.statement, [
            _value(name, ready.processors.get(name), given, ready.parameters) for name in ready.positiontup or ()
        ]

    @cached_property
    def _columns(self) -> tuple[SimpleResultMetaData, list[Callable[[Any], Any]]]:
        """What the columns are called, and how to read each from a row."""
        columns, at, names, reads = list(self._statement.selected_columns), 0, list[str](), list[Callable[[Any], Any]]()
        for each in _selected(self._statement):
            names.append(each["name"])
            if each["entity"] is not None and each["expr"] is each["entity"]:
                kind, its = Entities(inspect(each["entity"]).mapper.class_, DIALECT), at
                at += len(kind.names)
                assert [column.key for column in columns[its:at]] == [*kind.names], "as the driver returns them"
                reads.append(_entity(kind, slice(its, at)))
            else:
                reads.append(_column(at, columns[at].type.dialect_impl(DIALECT).result_processor(DIALECT, None)))
                at += 1
        return SimpleResultMetaData(names), reads

    async def execute(self, connection: asyncpg.Connection, given: Mapping[str, Any]) -> Result[Any]:
        """Its rows for these values."""
        text, values = self._ready
        names, reads = self._columns
        found = await fetch(connection, text, [value(given) for value in values])
        return IteratorResult(names, iter([tuple([read(row) for read in reads]) for row in found]))


async def fetch(connection: asyncpg.Connection, text: str, values: list[Any]) -> list[asyncpg.Record]:
    """What the driver returns."""
    rows: list[asyncpg.Record] = await connection.fetch(text, *values)
    return rows


def _selected(statement: Any) -> list[Any]:
    """What is selected: entities and columns, as SQLAlchemy describes them; a union has columns only."""
    if isinstance(statement, Select):
        return list(statement.column_descriptions)
    return [{"name": column.key, "entity": None, "expr": column} for column in statement.selected_columns]


def _value(name: str, write: Any, given: Mapping[str, Any], always: Mapping[str, Any]) -> Callable[[Any], Any]:
    if name in given:
        return (lambda values: write(values[name])) if write else itemgetter(name)
    value = write(always[name]) if write else always[name]
    return lambda _: value


def _entity(kind: Entities[Any], columns: slice) -> Callable[[Any], Any]:
    return lambda row: kind.of(row[columns])


def _column(at: int, read: Any) -> Callable[[Any], Any]:
    return (lambda row: read(row[at])) if read else itemgetter(at)
