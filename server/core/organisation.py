"""An organisation: all units of one tree."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.unit_walk import above, below

UP = above("up", "unit WHERE id = :unit")
DOWN = below("down", "unit JOIN up ON up.id = unit.id WHERE up.parent_id IS NULL")
ORGANISATION = text(f"WITH RECURSIVE {UP}, {DOWN} SELECT id FROM down")  # noqa: S608 - all of it is written here


async def organisation_of(session: AsyncSession, unit_id: int) -> set[int]:
    """The ids of all units in the same tree as a unit."""
    return set((await session.execute(ORGANISATION, {"unit": unit_id})).scalars())
