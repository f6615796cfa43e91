"""Follow: someone asked to be told what becomes of an idea. Never made from a vote."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref

MAIL_MAX = 254


class Follow(SQLModel, table=True):
    """A mail address that wants news of one idea. Nothing is sent before it is confirmed."""

    __table_args__ = (UniqueConstraint("idea_id", "mail"),)
    id: int = key()
    idea_id: int = ref("idea.id")
    mail: str = Field(max_length=MAIL_MAX)
    language: str = Field(default="da", max_length=2)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = moment()
    confirmed_at: datetime | None = moment(None)
