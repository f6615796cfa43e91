"""What boards wear when their unit comes to stand elsewhere, or becomes a part of another."""

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.unit import Unit
from server.organisation.colours.look import dress
from server.organisation.units.merging import JOINED
from server.organisation.units.tree import MOVED


async def dress_joined(session: AsyncSession, _: Unit, into: Unit) -> None:
    """The boards of the one look like those of the other."""
    await dress(session, into)


MOVED.add(dress)
JOINED.add(dress_joined)
