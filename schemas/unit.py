"""Unit (enhed): region, hospital or department. Escalation goes one unit up."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.codes import new_public_id
from schemas.columns import key, moment, ref, word

UNIT_NAME_MAX = 200
RESPONSIBLE_MAX = 300


class UnitKind(StrEnum):
    REGION = "region"
    HOSPITAL = "hospital"
    DEPARTMENT = "department"


ABOVE: dict[UnitKind, frozenset[UnitKind]] = {
    UnitKind.REGION: frozenset(),
    UnitKind.HOSPITAL: frozenset({UnitKind.REGION}),
    UnitKind.DEPARTMENT: frozenset({UnitKind.REGION, UnitKind.HOSPITAL}),
}
"""The kinds that a unit of each kind may be placed under. Any kind may be at the top, since not every hospital has its
region in the system."""


def fits(kind: UnitKind, parent: UnitKind | None) -> bool:
    """Whether a unit of `kind` may be placed under one of kind `parent` (None: at the top)."""
    return parent is None or parent in ABOVE[kind]


class Unit(SQLModel, table=True):
    """An organisational unit; `leader_id` is the person who answers for it, if any."""

    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    parent_id: int | None = ref("unit.id", default=None)
    leader_id: int | None = ref("person.id", default=None)
    deputy_id: int | None = ref("person.id", default=None)
    """Who leads it too, for as long as the leader is away: see Deputy. What counts is `server/core/office.py`."""
    called_id: int | None = ref("person.id", index=False, default=None)
    called: str = Field(default="", max_length=UNIT_NAME_MAX)
    called_title: str = Field(default="", max_length=UNIT_NAME_MAX)
    """The leader's name and title as they were typed; they hold while `called_id` is the leader, until the first visit.
    """
    kind: UnitKind = word(UnitKind)
    name: str = Field(max_length=UNIT_NAME_MAX)
    colours: dict[str, str] | None = Field(default=None, sa_type=JSONB)
    """The organisation's six colours; the units below use them too."""
    logo: bytes | None = Field(default=None, sa_type=LargeBinary)
    logo_type: str = Field(default="", max_length=40)
    responsible: str = Field(default="", max_length=RESPONSIBLE_MAX)
    """Who answers for the use of Peerboard here, and how to reach them."""


class Deputy(SQLModel, table=True):
    """Somebody who leads a unit in the leader's place on these days, both included. A job begins it (the unit's
    `deputy_id`) and another ends it and deletes this row. A unit has one at most."""

    unit_id: int = ref("unit.id", primary=True)
    person_id: int = ref("person.id")
    called: str = Field(max_length=UNIT_NAME_MAX)
    """The name as it was typed: whoever reads it here learns nothing of an account elsewhere."""
    from_day: date
    until_day: date
    by_id: int | None = ref("person.id", index=False, default=None)


class UnitDeed(StrEnum):
    MADE = "made"
    NAME = "name"
    KIND = "kind"
    PARENT = "parent"
    BELOW = "below"
    """A unit was placed under this one, or moved away from it."""
    LEADER = "leader"
    DEPUTY = "deputy"
    RESPONSIBLE = "responsible"
    CLOSED = "closed"
    """A board was closed, or opened again."""
    BOARD = "board"
    """A board was moved here, or away from here."""
    COLOURS = "colours"
    LOGO = "logo"


class UnitChange(SQLModel, table=True):
    """One line of a unit's history, in the words of that time: a later rename does not rewrite it."""

    __tablename__ = "unit_change"
    id: int = key()
    unit_id: int = ref("unit.id")
    by_id: int | None = ref("person.id", default=None)
    at: datetime = moment()
    what: UnitDeed = word(UnitDeed)
    before: str = Field(default="", max_length=RESPONSIBLE_MAX)
    after: str = Field(default="", max_length=RESPONSIBLE_MAX)
