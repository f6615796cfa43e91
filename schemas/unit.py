"""Unit (enhed): region, hospital or department. Escalation goes one unit up."""

from enum import StrEnum

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
