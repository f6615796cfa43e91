"""Links that were mailed and not used yet: to somebody's new address, and to one that is asked to answer for a unit."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.codes import keyed_hash, new_token
from schemas.person import AddressChange, Person
from schemas.unit import Unit
from server.core import clock
from tests.support.site import SECRET


async def linked(session: AsyncSession, person: Person, unit_id: int) -> dict[str, str]:
    """Ask both of them."""
    address, answering, now = new_token(), new_token(), clock.now()
    change = AddressChange(person_id=person.id or 0, mail="ny@region.test", token_hash=keyed_hash(SECRET, address))
    change.expires_at = now + timedelta(hours=1)
    session.add(change)
    unit = await session.get_one(Unit, unit_id)
    unit.answers_mail, unit.answers_asked_at, unit.answers_token = "svar@unit.test", now, keyed_hash(SECRET, answering)
    return {"new_address": address, "answering": answering}
