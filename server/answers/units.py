"""Where an idea may be sent on: the units of the board's own organisation. Others' are not named."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.danish_order import in_danish_order

OFFERED = 200
OWN = """
WITH RECURSIVE up AS (
    SELECT id, parent_id FROM unit WHERE id = :unit
    UNION SELECT unit.id, unit.parent_id FROM unit JOIN up ON unit.id = up.parent_id
), own AS (
    SELECT id, name FROM unit WHERE id IN (SELECT id FROM up WHERE parent_id IS NULL)
    UNION SELECT unit.id, unit.name FROM unit JOIN own ON unit.parent_id = own.id
)"""
NAMES = text("OWN SELECT DISTINCT name FROM own".replace("OWN", OWN))
NAMED = text("OWN SELECT id FROM own WHERE name = :name ORDER BY id LIMIT 1".replace("OWN", OWN))


async def unit_names(session: AsyncSession, unit_id: int) -> list[str]:
    """Names to choose from, for a board of this unit."""
    found = (await session.execute(NAMES, {"unit": unit_id})).scalars()
    return sorted(found, key=in_danish_order)[:OFFERED]


async def unit_named(session: AsyncSession, unit_id: int, name: str) -> int | None:
    """The unit of that name; None for one that is not the organisation's."""
    return (await session.execute(NAMED, {"unit": unit_id, "name": name})).scalar_one_or_none()
