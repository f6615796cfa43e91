"""What a unit has asked is the other's, once it became a part of it."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.consultation import Consultation
from schemas.unit import Unit
from server.organisation.units.merging import JOINED


async def move_cases(session: AsyncSession, unit: Unit, into: Unit) -> None:
    """The body's name stays, in the words of that time."""
    await session.execute(update(Consultation).where(col(Consultation.unit_id) == unit.id).values(unit_id=into.id))


JOINED.add(move_cases)
