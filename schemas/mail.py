"""Mail: one message to one recipient, kept until it is sent (or, without SMTP, for 30 days)."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref


class Mail(SQLModel, table=True):
    """`message_id` is stable, so that mail programs recognise a message that was sent twice."""

    id: int = key()
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    message_id: str = Field(max_length=200, unique=True)
    unsubscribe: str | None = Field(default=None, max_length=300)
    calendar: str | None = None
    """A calendar file (RFC 5545) to attach; its METHOD property says what it asks for."""
    news: bool = False
    """Counts towards what one person gets in a week; what somebody asked for (a link, an invitation) does not."""
    by_day: bool = False
    """It is sent in office hours only, even if the mail server has been away in between."""
    lines: list[dict[str, Any]] | None = Field(default=None, sa_type=JSONB)
    """The items of a letter of news (idea's number, sentence, link, ident), so that more can be added while it waits
    and none is sent twice. After it is sent only the idents are kept."""
    created_at: datetime = moment(index=True)
    sent_at: datetime | None = moment(None)


class DigestLine(SQLModel, table=True):
    """An item that waits for the weekly letter to one address: a sentence and the idea it is about, never the idea's
    text."""

    __tablename__ = "digest_line"
    id: int = key()
    recipient: str = Field(max_length=254, index=True)
    language: str = Field(default="da", max_length=2)
    idea_id: int = ref("idea.id")
    sentence: str = Field(max_length=200)
    """One of our own sentences (a msgid), with nothing a user wrote in it."""
    link: str = Field(max_length=300)
    unsubscribe: str | None = Field(default=None, max_length=300)
    message_id: str = Field(max_length=200, unique=True)
    """The message that it replaces, so that it is sent once: on its own or in the digest."""
    created_at: datetime = moment(index=True)
