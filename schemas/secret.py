"""Secret (hemmelighed): what keys the voters of one round, of one meeting's "Blev du hørt?" or of one question.

All of them are in one table, so that a backup can leave that table's rows out. Without them, and without ballots and
answers, nothing in a backup says what anybody chose.
"""

import secrets
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary
from sqlalchemy.orm import column_property
from sqlmodel import Field, SQLModel, col, select

from schemas.columns import key


def _its(target: str) -> Any:
    return Field(default=None, foreign_key=target, ondelete="CASCADE", unique=True, sa_type=BigInteger, nullable=True)


class Secret(SQLModel, table=True):
    """The secret of exactly one round, meeting or question. It is deleted in the transaction that closes it."""

    __table_args__ = (CheckConstraint("num_nonnulls(round_id, meeting_id, follow_up_id) = 1", name="secret_of_one"),)
    id: int = key()
    round_id: int | None = _its("round.id")
    meeting_id: int | None = _its("meeting.id")
    follow_up_id: int | None = _its("follow_up.id")
    value: bytes = Field(default_factory=lambda: secrets.token_bytes(32), sa_type=LargeBinary)


def read_with(table: Any, name: str, owner: Any) -> None:
    """Have `table` read its secret as `name`, in the same statement as its other columns. It is only read there: to set
    it add a Secret, to end it delete that."""
    value = select(Secret.value).where(col(owner) == table.id).scalar_subquery()
    setattr(table, name, column_property(value))
