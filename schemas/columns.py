"""Column kinds that the tables share."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Enum, Identity, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


def key() -> Any:
    """A primary key that PostgreSQL counts up; it never leaves the server."""
    return Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity()], nullable=False)


def ref(target: str, *, index: bool = True, primary: bool = False, default: Any = ...) -> Any:
    """A foreign key to `target` ("seat.id"); the row goes when what it points at goes, or forgets it when it may."""
    return Field(
        default=default,
        foreign_key=target,
        index=index and not primary,
        primary_key=primary,
        sa_type=BigInteger,
        ondelete="SET NULL" if default is None else "CASCADE",
    )


def moment(default: Any = ..., *, index: bool = False) -> Any:
    """A point in time, stored with its zone."""
    return Field(default=default, sa_type=DateTime(timezone=True), index=index)


def word(kind: type[StrEnum], default: Any = ..., *, index: bool = False) -> Any:
    """One word of an enumeration, stored as text so that adding one needs no migration."""
    stored = Enum(kind, native_enum=False, length=20, values_callable=lambda words: [w.value for w in words])
    return Field(default=default, sa_type=stored, index=index)


class Words(TypeDecorator[StrEnum]):
    """The words of an enumeration, as `word` stores them, where the version before may still write one that is gone:
    the enumeration itself says what such a word is read as (`_missing_`)."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What is stored."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """What is read."""
        return None if value is None else self.kind(value)


def former(value: str) -> Any:
    """A word that only the version before reads; we leave it to the database, which writes `value`. A later migration
    takes the column away, when no server of that version is left."""
    return Field(default=value, max_length=20, sa_column_kwargs={"server_default": value})


def later(earlier: datetime | None, when: datetime) -> bool:
    """True when `earlier` is set and not after `when`."""
    return earlier is not None and earlier <= when
