"""Column kinds that the tables share."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Enum, Identity, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


def key() -> Any:
    """A primary key that PostgreSQL numbers; it never leaves the server."""
    return Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity()], nullable=False)


def ref(target: str, *, index: bool = True, primary: bool = False, default: Any = ..., part_of: bool = False) -> Any:
    """A foreign key to `target` ("seat.id"). When the target is deleted, the row is deleted too, or the column is set
    to NULL if its default is None, unless the row is `part_of` the target."""
    return Field(
        default=default,
        foreign_key=target,
        index=index and not primary,
        primary_key=primary,
        sa_type=BigInteger,
        ondelete="SET NULL" if default is None and not part_of else "CASCADE",
    )


def moment(default: Any = ..., *, index: bool = False) -> Any:
    """A point in time, stored as timestamptz."""
    return Field(default=default, sa_type=DateTime(timezone=True), index=index)


def word(kind: type[StrEnum], default: Any = ..., *, index: bool = False) -> Any:
    """A member of an enumeration, stored as text of at most 20 characters so that adding one needs no migration."""
    stored = Enum(kind, native_enum=False, length=20, values_callable=lambda words: [w.value for w in words])
    return Field(default=default, sa_type=stored, index=index)


class Words(TypeDecorator[StrEnum]):
    """Members of an enumeration, stored as `word` stores them, for a column in which the previous version may still
    write one that is gone. The enumeration's `_missing_` says how such a value is read."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text that is stored."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """The member that is read back."""
        return None if value is None else self.kind(value)


class OrNone(TypeDecorator[str]):
    """Text in a unique column where "" says that there is none: it is stored as NULL, which is unlike any other, so
    that many rows may have none, and nobody is found by asking for it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What is stored."""
        return value or None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:  # noqa: ARG002
        """What is read back."""
        return value or ""


def former(value: str) -> Any:
    """A text column that only the previous version reads. The database fills in `value`; a later migration drops the
    column, once no server of that version is left."""
    return Field(default=value, max_length=20, sa_column_kwargs={"server_default": value})


def after_loss() -> Any:
    """Whether what people voted or answered before was lost with an older database, so that they are asked again."""
    return Field(default=False, sa_column_kwargs={"server_default": "false"})


def later(earlier: datetime | None, when: datetime) -> bool:
    """Whether `earlier` is set, and no later than `when`."""
    return earlier is not None and earlier <= when
