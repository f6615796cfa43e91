"""`peerboard people listen`: who may pass on what citizens ask about a unit."""

from sqlmodel import col, or_, select

from schemas.person import Person
from schemas.trail import Deed
from schemas.unit import Unit
from server import features
from server.core.addresses import same_address
from server.core.command_runtime import command_runtime
from server.core.errors import N_, Invalid, NotNow
from server.core.organisation import organisation_of
from server.core.trail import Entry, note
from server.organisation.listeners.commands import Leave, end_leave, give

NO_UNIT = N_("Ingen enhed hedder det, eller flere gør. Brug enhedens nummer fra adressen på dens side.")
NOT_ONE = N_("Personen er ikke lyttepost der.")


async def listen(mail: str, unit: str, name: str, *, ends: bool) -> str:
    """Let somebody pass on enquiries about a unit, by its name or public id, or end that. Raises NotNow for an unknown
    unit, where there is nothing to end, and where a name is needed."""
    features.declare()
    async with command_runtime() as runtime, runtime.database.begin() as session:
        query = select(Unit).where(or_(col(Unit.public_id) == unit, col(Unit.name) == unit))
        found = list((await session.execute(query)).scalars())
        if len(found) != 1:
            raise NotNow(NO_UNIT)
        its, mail = found[0], same_address(mail)
        if ends:
            known = (await session.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()
            if known is None or not await end_leave(session, runtime.settings, its, known.id):
                raise NotNow(NOT_ONE)
            person = known
        else:
            leave = Leave(session, runtime.settings, None, await organisation_of(session, its.id))
            try:
                person = await give(leave, its, mail, name)
            except Invalid as problem:
                raise NotNow(next(iter(problem.fields.values()))) from None
        told = Entry(Deed.LISTENER_SET, whom=person.id, about="unit", about_id=its.public_id)
        note(session, runtime.settings.secret, told)
        return f"{mail} may {'no longer ' if ends else ''}pass on enquiries about {its.name}."
