"""Person (konto): the account of a leader or coordinator, with a mail address. Members have no account."""

from datetime import datetime, timedelta

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import OrNone, key, moment, ref

SIGN_IN_LINK_LIFE = timedelta(hours=24)


class Person(SQLModel, table=True):
    """Someone who signs in with a mailed link. `coordinator` lets them create boards and meetings."""

    id: int = key()
    mail: str = Field(sa_type=OrNone(254), unique=True, nullable=True)
    """"" once the account was ended: nothing reaches them any more."""
    name: str = Field(max_length=200)
    title: str = Field(default="", max_length=200)
    coordinator: bool = False
    language: str = Field(default="", max_length=2)
    """The language that they chose last, on any screen; "" until they have chosen one."""

    used_at: datetime | None = moment(None)
    """When they last did something, to within an hour."""
    ended_at: datetime | None = moment(None)
    """When they stopped being staff here. The row stays, since it stands behind official answers; nobody can sign in.
    """

    @property
    def reads(self) -> str:
        """The language of mail to them."""
        return self.language or "da"


class SignInLink(SQLModel, table=True):
    """A link that signs a person in once; only its keyed hash is stored."""

    __tablename__ = "sign_in_link"
    id: int = key()
    person_id: int = ref("person.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    expires_at: datetime = moment()
    reusable: bool = False
    """Only the demo's printed links are reusable."""


class AddressChange(SQLModel, table=True):
    """A new address that a person has asked for. It is theirs once the link that was mailed to it has been used; only
    the link's keyed hash is stored. A person has one at most."""

    __tablename__ = "address_change"
    person_id: int = ref("person.id", primary=True)
    mail: str = Field(max_length=254)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    expires_at: datetime = moment()
