"""Identity (identitet): the account with an identity provider that a person signs in with, besides mailed links."""

from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref

SUBJECT_MAX = 255
"""OpenID Connect Core 1.0, section 2: a subject has at most 255 ASCII characters."""
ISSUER_MAX = 500
ATTEMPT_LIFE = timedelta(minutes=10)


class Identity(SQLModel, table=True):
    """Somebody whom a provider knows as `subject`. A provider may give an address to somebody else later, but never a
    subject, so only that and the issuer say who it is."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: int = key()
    person_id: int = ref("person.id")
    issuer: str = Field(max_length=ISSUER_MAX)
    subject: str = Field(max_length=SUBJECT_MAX)
    linked_at: datetime = moment()
    given: dict[str, list[int]] = Field(default_factory=dict, sa_type=JSONB)
    """What the provider's groups have given them, as ids by kind of role: only that do they take away again."""


class SignInAttempt(SQLModel, table=True):
    """Somebody who has gone to a provider and may come back, once. Belongs to the browser that holds the token of which
    the keyed hash stands here; the provider sees `state` only."""

    __tablename__ = "sign_in_attempt"
    id: int = key()
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    provider: str = Field(max_length=64)
    state: str = Field(max_length=64)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    coming: str = Field(default="", max_length=300)
    """The page that they were on their way to."""
    expires_at: datetime = moment()
