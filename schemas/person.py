"""Person (konto): a leader or coordinator with a mail address. Members have none."""

from datetime import datetime, timedelta

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref

SIGN_IN_LINK_LIFE = timedelta(hours=24)


class Person(SQLModel, table=True):
    """Someone who signs in by a mailed link. `coordinator` lets them make boards and meetings."""

    id: int = key()
    mail: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=200)
    title: str = Field(default="", max_length=200)
    coordinator: bool = False
    language: str = Field(default="", max_length=2)
    """The one that they chose last, on whatever screen; "" until they have signed in."""

    @property
    def reads(self) -> str:
        """The language that they are written to in."""
        return self.language or "da"


class SignInLink(SQLModel, table=True):
    """A link that signs a person in once; only its keyed hash is kept."""

    __tablename__ = "sign_in_link"
    id: int = key()
    person_id: int = ref("person.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    expires_at: datetime = moment()
    reusable: bool = False
    """Only the demo's printed links are reusable."""
