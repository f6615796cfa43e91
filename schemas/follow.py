"""Follow: someone asked for news of an idea. Never created from a vote."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref

MAIL_MAX = 254


class Follow(SQLModel, table=True):
    """Someone who wants news of one idea: on "Min idé" through their seat, and by mail if they gave an address.

    Nothing is sent until the address is confirmed. Proposers follow their own ideas without a row."""

    __table_args__ = (UniqueConstraint("idea_id", "mail"),)
    id: int = key()
    idea_id: int = ref("idea.id")
    seat_id: int | None = ref("seat.id", default=None)
    mail: str | None = Field(default=None, max_length=MAIL_MAX)
    weekly: bool = False
    """One letter a week instead of one per change."""
    language: str = Field(default="da", max_length=2)
    token_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    address_hash: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    """The hash of the link for all mail to this address."""
    created_at: datetime = moment()
    confirmed_at: datetime | None = moment(None)
