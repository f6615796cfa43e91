"""Who may pass on enquiries, and about which units."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.danish_order import in_danish_order
from schemas.enquiry import Listener
from schemas.person import Person
from schemas.unit import Unit
from server.core.unit_walk import below

HEARD = below(
    "heard",
    "unit WHERE unit.leader_id = :person OR unit.deputy_id = :person"
    " OR unit.id IN (SELECT unit_id FROM listener WHERE person_id = :person)",
)
MAY = text(
    "SELECT EXISTS (SELECT FROM unit WHERE leader_id = :person OR deputy_id = :person),"
    " EXISTS (SELECT FROM listener WHERE person_id = :person)"
)
UNITS = text("WITH RECURSIVE HEARD SELECT DISTINCT id FROM heard".replace("HEARD", HEARD))


async def units_heard(session: AsyncSession, person: Person) -> list[Unit]:
    """The units about which somebody may pass on enquiries, by name: those that they listen for or lead, and all below.
    Two queries."""
    ids = list((await session.execute(UNITS, {"person": person.id})).scalars())
    found = (await session.execute(select(Unit).where(col(Unit.id).in_(ids)))).scalars()
    return sorted(found, key=lambda unit: in_danish_order(unit.name))


@dataclass(frozen=True)
class May:
    """Why somebody may pass on enquiries, if they may."""

    leads: bool
    listens: bool

    @property
    def only(self) -> bool:
        """Whether it is all that they do, as far as units go."""
        return self.listens and not self.leads


async def may(session: AsyncSession, person: Person) -> May:
    """Whether somebody may pass on enquiries, and why. One query."""
    return May(*(await session.execute(MAY, {"person": person.id})).one())


async def listeners_of(session: AsyncSession, unit: Unit) -> list[tuple[Listener, Person]]:
    """Who listens for a unit, by what they are called here. One query."""
    query = select(Listener, Person).join(Person, col(Person.id) == Listener.person_id)
    found = (await session.execute(query.where(Listener.unit_id == unit.id))).all()
    return sorted([(row[0], row[1]) for row in found], key=lambda row: in_danish_order(row[0].called or row[1].name))


async def came(session: AsyncSession, person: Person) -> bool:
    """Whether somebody has leave for any unit. From their first visit they go by their own name."""
    query = select(Listener).where(Listener.person_id == person.id).order_by(col(Listener.unit_id))
    found = list((await session.execute(query)).scalars())
    for listener in found:
        listener.called = None
    return bool(found)
