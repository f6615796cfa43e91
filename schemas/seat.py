"""Seat (plads): one person on one board in one role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, LargeBinary, UniqueConstraint, case, text
from sqlmodel import Field, SQLModel, col

from schemas.columns import key, later, moment, ref, word
from schemas.event import EventBase, event
from schemas.roles import STAFF, Role

NAME_MAX = 40
ORGANISATION_MAX = 80


class Seat(SQLModel, table=True):
    """A place on a board. `meeting_id` is the meeting in which it was taken, None for staff."""

    __table_args__ = (
        UniqueConstraint("board_id", "nonce"),
        UniqueConstraint("board_id", "person_id"),
        Index("ix_seat_awaited_since", "awaited_since", postgresql_where=text("awaited_since IS NOT NULL")),
    )
    id: int = key()
    public_id: str = Field(max_length=32, unique=True)
    board_id: int = ref("board.id")
    meeting_id: int | None = ref("meeting.id", default=None)
    person_id: int | None = ref("person.id", default=None)
    role: Role = word(Role)
    name: str = Field(max_length=NAME_MAX)
    organisation: str = Field(default="", max_length=ORGANISATION_MAX)
    called_title: str | None = Field(default=None, max_length=200)
    """Set when somebody named a person with an account by their address, until that person first comes: this and `name`
    are then as they were typed."""
    nonce: str | None = Field(default=None, max_length=64)
    joined_at: datetime = moment()
    awaited_since: datetime | None = moment(None)
    """When it was taken; None once its cookie has come back, for some browsers keep none."""
    ends_at: datetime | None = moment(None)
    """When the term is over for which somebody was appointed to it: from then on it may read and follow, no more."""
    removed_at: datetime | None = moment(None)
    erased_at: datetime | None = moment(None)
    """When whoever had it was erased: from then on it is a seat that somebody once had."""
    role_was: Role | None = word(Role, None)
    """The role they came with, after a coordinator has corrected it and until they have said whether that is right."""
    role_doubted_at: datetime | None = moment(None)
    """When they last said that a correction was wrong; None once a coordinator has looked at it."""
    return_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    code_by_screen: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """The code was made on a screen that had the seat, while another one was good. It leads back to the seat, but does
    not open what asks for the code again: whoever found the screen could have made it."""
    return_used_at: datetime | None = moment(None)
    scribe: bool = False
    """Writes ideas and ballots for people at the same table who have no phone."""
    moderates: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Looks at what others write, as a coordinator does (`Screening`)."""
    theme: str = Field(default="", max_length=10)
    size: str = Field(default="", max_length=10)
    language: str = Field(default="", max_length=2)
    paused: bool = False
    """How this person reads, kept on the seat for every screen they come back on; "" follows the device."""
    looked_at: datetime | None = moment(None)
    looked_before: datetime | None = moment(None)
    """When they last looked at "Min idé", and when they did on the visit before: whatever came after that is new."""

    @property
    def staff(self) -> bool:
        """Whether it is a leader's or coordinator's."""
        return self.role in STAFF

    def acts_as(self, now: datetime) -> Role:
        """The role by which it may do things: a seat whose term is over looks on, like an observer. What it did before
        keeps its own role."""
        return Role.OBSERVER if later(self.ends_at, now) else self.role


def acting_role(now: Any) -> Any:
    """The same for queries; `now` is a moment, or a parameter that is one."""
    over = col(Seat.ends_at).is_not(None) & (col(Seat.ends_at) <= now)
    return case((over, Role.OBSERVER.value), else_=col(Seat.role))


def seated() -> ColumnElement[bool]:
    """A condition for queries: the seat counts, is shown and may vote. It was not removed, and its browser has come
    back with its cookie."""
    return col(Seat.removed_at).is_(None) & col(Seat.awaited_since).is_(None)


@event
@dataclass(frozen=True)
class SeatJoined(EventBase):
    """Someone took a seat."""

    seat_id: int


@event
@dataclass(frozen=True)
class SeatRemoved(EventBase):
    """A coordinator removed a seat. Its sockets are closed within two seconds, and what it owned is handed on."""

    wakes = True

    seat_id: int


@event
@dataclass(frozen=True)
class SeatChanged(EventBase):
    """A coordinator renamed a seat, or made it a scribe."""

    seat_id: int


@event
@dataclass(frozen=True)
class SeatReturned(EventBase):
    """A return code was used: the seat is on another device too."""

    seat_id: int
