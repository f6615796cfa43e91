"""Who is responsible for a unit: the statement of the nearest unit at or above it, and the organisation at the top."""

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
    """The name of the unit that states who is responsible, the name of the organisation at the top, and the statement.
    `words` is empty if no unit has made one."""

    unit: str
    organisation: str
    words: str

    @property
    def named(self) -> bool:
        """Whether the statement itself begins with whose it is, so that we need not say it before."""
        return self.words.casefold().startswith((self.unit.casefold(), self.organisation.casefold()))


async def responsible_for(session: AsyncSession, public_id: str) -> Responsible | None:
    """Who is responsible for the unit `public_id` or, if that is empty, for the only organisation there is. None for an
    unknown unit, and if there is more than one organisation to choose from. At most two queries."""
    if public_id:
        ids = list((await session.execute(UP, {"unit": public_id})).scalars())
        found = (await session.execute(select(Unit).where(col(Unit.id).in_(ids)))).scalars()
        units = sorted(found, key=lambda unit: ids.index(unit.id))
    else:
        roots = (await session.execute(select(Unit).where(col(Unit.parent_id).is_(None)).limit(2))).scalars().all()
        units = list(roots) if len(roots) == 1 else []
    if not units:
        return None
    stated = next((unit for unit in units if unit.responsible), None)
    return Responsible((stated or units[0]).name, units[-1].name, stated.responsible if stated else "")
