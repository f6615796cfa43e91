"""Mail: one message to one recipient, kept until it is sent (or, without SMTP, until it is read and forgotten)."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref


class Mail(SQLModel, table=True):
    """`message_id` is stable: a message sent twice is recognised as one."""

    id: int = key()
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    message_id: str = Field(max_length=200, unique=True)
    unsubscribe: str | None = Field(default=None, max_length=300)
    calendar: str | None = None
    """A calendar file (RFC 5545) that goes with it; its METHOD line says what it asks for."""
    news: bool = False
    """Counted against what one person gets in a week; what was asked for by a person (a link, an invitation) is not."""
    by_day: bool = False
    """It goes in open hours only, also when the mail server was away meanwhile."""
    lines: list[dict[str, Any]] | None = Field(default=None, sa_type=JSONB)
    """What a letter of news is made of (idea's number, sentence, link, ident), so that more can join it while it waits,
    and none is told twice. Once it was sent only the idents stay."""
    created_at: datetime = moment(index=True)
    sent_at: datetime | None = moment(None)


class DigestLine(SQLModel, table=True):
    """News that waits for the weekly letter of one address: a sentence's key and the idea, never the idea's words."""

    __tablename__ = "digest_line"
    id: int = key()
    recipient: str = Field(max_length=254, index=True)
    language: str = Field(default="da", max_length=2)
    idea_id: int = ref("idea.id")
    sentence: str = Field(max_length=200)
    """One of our own sentences (a msgid), with no value of a user in it."""
    link: str = Field(max_length=300)
    unsubscribe: str | None = Field(default=None, max_length=300)
    message_id: str = Field(max_length=200, unique=True)
    """The message that it stands in for: told once, by letter or in the digest."""
    created_at: datetime = moment(index=True)
