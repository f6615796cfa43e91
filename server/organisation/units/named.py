"""Units by their name, as people type it: those of one organisation, and of no other."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.danish_order import in_danish_order
from server.core.unit_walk import above, below

OFFERED = 200
UP = above("up", "unit WHERE id = :unit")
OWN = below("own", "unit WHERE id IN (SELECT id FROM up WHERE parent_id IS NULL)")
UNITS = "WITH RECURSIVE UP, OWN SELECT WHAT FROM own JOIN unit ON unit.id = own.id".replace("UP, OWN", f"{UP}, {OWN}")
NAMES = text(UNITS.replace("WHAT", "DISTINCT unit.name") + " WHERE unit.merged_at IS NULL")
BY_NAME = " WHERE unit.merged_at IS NULL AND lower(unit.name) = lower(:name) ORDER BY same DESC, unit.id LIMIT 1"
NAMED = text(UNITS.replace("WHAT", "unit.id, unit.name = :name AS same") + BY_NAME)


async def unit_names(session: AsyncSession, unit_id: int) -> list[str]:
    """The names of the units of the organisation that a unit belongs to, to choose from. At most OFFERED, in Danish
    order."""
    found = (await session.execute(NAMES, {"unit": unit_id})).scalars()
    return sorted(found, key=in_danish_order)[:OFFERED]


async def unit_named(session: AsyncSession, unit_id: int, name: str) -> int | None:
    """The id of the unit of that name, in small letters or large; None if the organisation has no such unit."""
    return (await session.execute(NAMED, {"unit": unit_id, "name": name})).scalar_one_or_none()
