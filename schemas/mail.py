"""Mail: one message to one recipient, kept until it is sent (or, without SMTP, until it is read and forgotten)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from schemas.columns import key, moment


class Mail(SQLModel, table=True):
    """`message_id` is stable: a message sent twice is recognised as one."""

    id: int = key()
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    message_id: str = Field(max_length=200, unique=True)
    unsubscribe: str | None = Field(default=None, max_length=300)
    created_at: datetime = moment(index=True)
    sent_at: datetime | None = moment(None)
