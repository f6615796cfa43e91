"""Member (medlem): somebody on a standing board's list, by their own yes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.columns import key, moment, ref, word
from schemas.roles import Role
from schemas.seat import NAME_MAX, ORGANISATION_MAX


class Asking(StrEnum):
    """How a member wants to be asked to the next meeting."""

    MAIL = "mail"
    SMS = "sms"
    """A coordinator sends it from their own telephone: we send none."""
    PAPER = "paper"
    NOT = "not"
    """Not at all: they come when they come."""


class Member(SQLModel, table=True):
    """One term of one person. Whoever stays for another term keeps the row; who leaves keeps it without a name, so that
    a board can say which organisations had seats, and when. Nobody has to be on the list to come to a meeting."""

    __table_args__ = (UniqueConstraint("seat_id"),)
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    seat_id: int | None = ref("seat.id", index=False, default=None)
    """Where they sit; None until they have been here, or said yes on their own phone."""
    substitute_id: int | None = ref("member.id", default=None)
    """Who is asked when they cannot come: another member of the list."""
    role: Role = word(Role)
    name: str = Field(max_length=NAME_MAX)
    organisation: str = Field(default="", max_length=ORGANISATION_MAX)
    """Who appointed them; empty for somebody who speaks for themselves."""
    starts_on: date
    ends_on: date
    """The last day of the term."""
    asking: Asking = word(Asking, Asking.NOT)
    mail: str = Field(default="", max_length=254)
    """Counts: its owner said yes through a letter to it. Staff are only told whether there is one."""
    new_mail: str = Field(default="", max_length=254)
    """Typed by somebody, and not said yes to."""
    new_mail_at: datetime | None = moment(None)
    phone: str = Field(default="", max_length=16)
    """Given by the member for text messages about meetings, and for nothing else."""
    language: str = Field(default="da", max_length=2)
    salt: str = Field(max_length=43)
    """The tokens of mailed links are derived from this and our secret; only their hashes are stored."""
    yes_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """Of the link, or of the code on a slip, that says yes: to the list, or to an address."""
    own_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    """Of the link in letters to them, by which they can leave the list."""
    asked_at: datetime = moment()
    """When a coordinator put them on the list, or they did themselves."""
    yes_at: datetime | None = moment(None)
    """When they said yes themselves; until then they are only asked."""
    left_at: datetime | None = moment(None)

    def sits_on(self, day: date) -> bool:
        """Whether the term covers a day."""
        return self.left_at is None and self.starts_on <= day <= self.ends_on

    @property
    def on_list(self) -> bool:
        """Whether they said yes and have not left; their term may be over."""
        return self.yes_at is not None and self.left_at is None
