"""Who is asked about an idea: a unit's leader, in their inbox; an address, by a link; or nobody but a name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.unit import Unit
from server.organisation.units.named import unit_named
from server.work.answers.needs import Given

ANSWER_DAYS = 30
"""What a body is given that has not said how many days it needs."""


@dataclass(frozen=True)
class Body:
    """Whom an idea goes to. With a `unit_id` and somebody who leads it, it is in their inbox; with a `mail`, the link
    goes there; with neither, Peerboard asks nobody."""

    name: str
    unit_id: int | None = None
    led: bool = False
    mail: str = ""

    @property
    def asks_nobody(self) -> bool:
        """Whether the coordinator must ask them in some other way."""
        return not self.led and not self.mail


async def body_of(session: AsyncSession, unit_id: int, given: Given) -> Body:
    """Whom the form names, seen from a board of the unit `unit_id`: a unit of its own organisation, else the one unit
    of another that is called so and has said where it answers, else a name. A unit's leader comes before any address.
    At most three queries."""
    unit = await _unit(session, unit_id, given.place)
    if unit is None:
        return Body(given.place, mail=given.body_mail)
    led = unit.leader_id is not None or unit.deputy_id is not None
    return Body(unit.name, unit.id, led, "" if led else unit.answers or given.body_mail)


async def days_of(session: AsyncSession, unit_id: int, name: str) -> int:
    """How many days a body has to answer, named as in `body_of`: those that its unit says, else ANSWER_DAYS."""
    unit = await _unit(session, unit_id, name)
    return (unit.answer_days if unit is not None else None) or ANSWER_DAYS


async def _unit(session: AsyncSession, unit_id: int, name: str) -> Unit | None:
    found = await unit_named(session, unit_id, name) or await _called_so(session, name)
    return await session.get(Unit, found) if found else None


async def _called_so(session: AsyncSession, name: str) -> int | None:
    called = func.lower(Unit.name) == name.strip().lower()
    query = select(Unit).where(called, col(Unit.merged_at).is_(None)).limit(2)
    found = list((await session.execute(query)).scalars())
    return found[0].id if len(found) == 1 and found[0].answers else None


def led_by(person: int | None) -> Any:
    """A condition for queries on `unit`: the person leads it now, or is the deputy of whoever does."""
    return or_(col(Unit.leader_id) == person, col(Unit.deputy_id) == person)
