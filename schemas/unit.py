"""Unit (enhed): region, hospital or department. Escalation goes one unit up."""

from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from schemas.columns import key, ref, word


class UnitKind(StrEnum):
    REGION = "region"
    HOSPITAL = "hospital"
    DEPARTMENT = "department"


class Unit(SQLModel, table=True):
    """An organisational unit; `leader_id` is the person who answers for it, if any."""

    id: int = key()
    parent_id: int | None = ref("unit.id", default=None)
    leader_id: int | None = ref("person.id", default=None)
    kind: UnitKind = word(UnitKind)
    name: str = Field(max_length=200)
    colours: dict[str, str] | None = Field(default=None, sa_type=JSONB)
    """The organisation's six tokens; the units below use them too."""
    logo: bytes | None = Field(default=None, sa_type=LargeBinary)
    logo_type: str = Field(default="", max_length=40)
    responsible: str = Field(default="", max_length=300)
    """Who answers for the use of Peerboard here, and how they are reached."""
