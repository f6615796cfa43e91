"""Looking up a coordinator and the unit they ask for. For anybody else the unit does not exist."""

from dataclasses import dataclass

from starlette.requests import Request

from schemas.person import Person
from schemas.unit import Unit
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import NotFound
from server.organisation.units.queries import units_of


@dataclass
class AtUnit:
    """The visitor, the unit they asked for, and all units they may change, by id."""

    visitor: Visitor
    person: Person
    unit: Unit
    units: dict[int, Unit]

    @property
    def above(self) -> list[Unit]:
        """The units above this one, nearest first."""
        found, at = list[Unit](), self.units.get(self.unit.parent_id or 0)
        while at is not None and at not in found:
            found.append(at)
            at = self.units.get(at.parent_id or 0)
        return found


async def coordinator_of(request: Request) -> tuple[Visitor, Person]:
    """The visitor and their account. Raises NotFound unless they are a coordinator."""
    visitor = await visitor_of(request)
    if visitor.person is None or not visitor.person.coordinator:
        raise NotFound
    return visitor, visitor.person


async def at_unit(request: Request) -> AtUnit:
    """The coordinator and the unit that the URL names. Raises NotFound for a unit that is not theirs."""
    visitor, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        units = await units_of(session, person)
    public_id = request.path_params["unit"]
    unit = next((each for each in units.values() if each.public_id == public_id), None)
    if unit is None:
        raise NotFound
    return AtUnit(visitor, person, unit, units)
