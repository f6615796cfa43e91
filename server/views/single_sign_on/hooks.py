"""What becomes of an identity when its account is closed."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.identity import Identity
from schemas.person import Person
from server.organisation.staff.ending import CLOSED


async def unlink(session: AsyncSession, person: Person) -> None:
    """Forget as whom a provider knows somebody whose account is closed."""
    await session.execute(delete(Identity).where(col(Identity.person_id) == person.id))


CLOSED.add(unlink)
