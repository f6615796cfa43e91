"""Where an idea may be sent on: the units of the board's own organisation. Others' are not named."""

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
    """Names to choose from, for a board of this unit."""
    found = (await session.execute(NAMES, {"unit": unit_id})).scalars()
    return sorted(found, key=in_danish_order)[:OFFERED]


async def unit_named(session: AsyncSession, unit_id: int, name: str) -> int | None:
    """The unit of that name; None for one that is not the organisation's."""
    return (await session.execute(NAMED, {"unit": unit_id, "name": name})).scalar_one_or_none()
