"""Entities from rows of the bare driver, for look-ups that every request makes: SQLAlchemy's own way from a row to an
entity costs more than the look-up itself."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.orm import aliased, configure_mappers
from sqlalchemy.orm.attributes import instance_dict, instance_state
from sqlmodel import SQLModel

Thing = TypeVar("Thing", bound=SQLModel)
PLAIN = PGDialect()  # type: ignore[no-untyped-call]
"""What the bare driver returns is what this dialect expects: no type has a codec of its own."""


class Entities(Generic[Thing]):
    """Reads the rows of one table. What it makes is detached, as if a session that is closed had loaded it."""

    def __init__(self, table: type[Thing], dialect: PGDialect = PLAIN) -> None:
        configure_mappers()  # what SQLAlchemy does with its first query
        mapper = inspect(table)
        self._table, self._new = table, mapper.class_manager.new_instance
        self._key_of = mapper.identity_key_from_primary_key
        columns = list(mapper.local_table.columns)
        self._own = tuple(column.name for column in columns)
        self._beside = tuple(each.key for each in mapper.column_attrs if each.key not in self._own)
        self.names = (*self._own, *self._beside)
        self._primary = [number for number, column in enumerate(columns) if column.primary_key]
        reads = ((column.name, column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in columns)
        self._reads = [(name, read) for name, read in reads if read is not None]

    def columns(self, alias: str) -> str:
        """The table's columns for a SELECT that knows it by `alias`, and what the entity reads from other tables; `of`
        takes them in this order."""
        known = aliased(self._table, name=alias)
        beside = (str(select(getattr(known, name)).select_from(known).compile(dialect=PLAIN)) for name in self._beside)
        others = (text.removeprefix("SELECT ").rpartition("\nFROM ")[0] for text in beside)
        return ", ".join([*(f"{alias}.{name}" for name in self._own), *others])

    def of(self, values: Sequence[Any]) -> Thing | None:
        """The entity with these values; None for those of an outer join that found nothing."""
        key = [values[number] for number in self._primary]
        if key[0] is None:
            return None
        made: Any = self._new()
        held = instance_dict(made)
        held.update(zip(self.names, values, strict=True))
        for name, read in self._reads:
            held[name] = read(held[name])
        instance_state(made).key = self._key_of(key)
        return made  # type: ignore[no-any-return]
