"""Where an idea may be passed on to: the units of the board's own organisation. No other organisation's are named."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.danish_order import in_danish_order
from server.core.unit_walk import above, below

OFFERED = 200
UP = above("up", "unit WHERE id = :unit")
OWN = below("own", "unit WHERE id IN (SELECT id FROM up WHERE parent_id IS NULL)")
UNITS = "WITH RECURSIVE UP, OWN SELECT WHAT FROM own JOIN unit ON unit.id = own.id".replace("UP, OWN", f"{UP}, {OWN}")
NAMES = text(UNITS.replace("WHAT", "DISTINCT unit.name"))
NAMED = text(UNITS.replace("WHAT", "unit.id") + " WHERE unit.name = :name ORDER BY unit.id LIMIT 1")


async def unit_names(session: AsyncSession, unit_id: int) -> list[str]:
    """The names to choose from on a board of this unit, at most OFFERED, in Danish order."""
    found = (await session.execute(NAMES, {"unit": unit_id})).scalars()
    return sorted(found, key=in_danish_order)[:OFFERED]


async def unit_named(session: AsyncSession, unit_id: int, name: str) -> int | None:
    """The id of the unit of that name; None if the organisation has no such unit."""
    return (await session.execute(NAMED, {"unit": unit_id, "name": name})).scalar_one_or_none()
