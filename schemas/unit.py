"""Unit (enhed): a region, a municipality, a committee, a hospital, a practice or a department. Escalation goes one unit
up."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.codes import new_public_id
from schemas.columns import key, moment, ref, word

UNIT_NAME_MAX = 200
RESPONSIBLE_MAX = 300
ANSWER_DAYS = range(7, 91)
"""How many days a unit may be given to answer."""
ANSWERS_LINK_LIFE = timedelta(days=30)
"""How long an address may take to say yes to answering for a unit; after that it is forgotten."""


class UnitKind(StrEnum):
    REGION = "region"
    MUNICIPALITY = "municipality"
    COMMITTEE = "committee"
    """A committee or council: it is asked, and answers, but runs nothing."""
    HOSPITAL = "hospital"
    PRACTICE = "practice"
    DEPARTMENT = "department"


ABOVE: dict[UnitKind, frozenset[UnitKind]] = {
    UnitKind.REGION: frozenset(),
    UnitKind.MUNICIPALITY: frozenset(),
    UnitKind.COMMITTEE: frozenset({UnitKind.REGION, UnitKind.MUNICIPALITY, UnitKind.HOSPITAL}),
    UnitKind.HOSPITAL: frozenset({UnitKind.REGION}),
    UnitKind.PRACTICE: frozenset({UnitKind.REGION, UnitKind.MUNICIPALITY}),
    UnitKind.DEPARTMENT: frozenset({UnitKind.REGION, UnitKind.MUNICIPALITY, UnitKind.HOSPITAL}),
}
"""The kinds that a unit of each kind may be placed under. Any kind may be at the top, since not every hospital has its
region in the system."""
HOLDS = frozenset[UnitKind]().union(*ABOVE.values())
"""The kinds that may have units under them."""


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
    answer_days: int | None = None
    """How many days it has to answer what it is asked; None: as many as the board says."""
    answers_mail: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    """An address that answers for it, where nobody signs in; "" if there is none. See `answers`."""
    answers_mail_at: datetime | None = moment(None)
    """When whoever reads it said yes, by the link that was mailed there."""
    answers_asked_at: datetime | None = moment(None)
    answers_token: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """The keyed hash of that link. It is kept after the yes, so that the same link takes it back."""
    merged_at: datetime | None = moment(None)
    """When it became a part of the unit above it. It holds nothing any more, and stays for its history."""

    @property
    def answers(self) -> str:
        """The address that may be asked: only one whose owner said yes; else ""."""
        return self.answers_mail if self.answers_mail_at is not None else ""


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
    MERGED = "merged"
    """It became a part of another, or another became a part of it."""
    DAYS = "days"
    ADDRESS_ASKED = "address_asked"
    """An address was asked to answer for it. Lines about addresses do not say which."""
    ADDRESS = "address"
    """The address said yes."""
    ADDRESS_GONE = "address_gone"
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
