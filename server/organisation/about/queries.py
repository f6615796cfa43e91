"""Who is responsible: what the nearest unit at or above says, and the organisation it belongs to."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.unit import Unit
from server.core.unit_walk import above

WALK = above("above", "unit WHERE public_id = :unit", height=True)
UP = text("WITH RECURSIVE WALK SELECT id FROM above ORDER BY height".replace("WALK", WALK))


@dataclass(frozen=True)
class Responsible:
    """The unit, the organisation at its top, and whom it names; `words` is empty where nobody has said."""

    unit: str
    organisation: str
    words: str


async def responsible_for(session: AsyncSession, public_id: str) -> Responsible | None:
    """Who answers for a unit, or, where no unit is asked for, for the only organisation there is; None when nobody can
    tell. Two queries."""
    if public_id:
        ids = list((await session.execute(UP, {"unit": public_id})).scalars())
        found = (await session.execute(select(Unit).where(col(Unit.id).in_(ids)))).scalars()
        units = sorted(found, key=lambda unit: ids.index(unit.id))
    else:
        tops = (await session.execute(select(Unit).where(col(Unit.parent_id).is_(None)).limit(2))).scalars().all()
        units = list(tops) if len(tops) == 1 else []
    if not units:
        return None
    speaks = next((unit for unit in units if unit.responsible), None)
    return Responsible((speaks or units[0]).name, units[-1].name, speaks.responsible if speaks else "")
