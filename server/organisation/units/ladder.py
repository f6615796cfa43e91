"""A board's ladder: its unit and the units above it, each with its leader."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.person import Person
from schemas.unit import Unit
from server.core.unit_walk import above

WALK = above("above", "unit WHERE id = ANY(:units)", height=True, board_unit="unit.id")
ABOVE = text(
    """
WITH RECURSIVE WALK SELECT board_unit, unit.name, person.id, person.mail,
    CASE WHEN unit.called_id = person.id THEN unit.called ELSE person.name END,
    CASE WHEN unit.called_id = person.id THEN unit.called_title ELSE person.title END,
    COALESCE(unit.called_id = person.id, false), unit.deputy_id
FROM above JOIN unit ON unit.id = above.id LEFT JOIN person ON person.id = unit.leader_id ORDER BY board_unit, height
""".replace("WALK", WALK)
)


@dataclass(frozen=True)
class Rung:
    """A unit at or above a board's own, with its leader if it has one."""

    unit: str
    leader_id: int | None
    mail: str | None
    name: str | None
    title: str | None
    awaited: bool = False
    """The leader was named by their address and has not been here yet: name and title are as typed."""
    deputy_id: int | None = None
    """Who leads it too, while the leader is away."""

    @property
    def led_by(self) -> set[int]:
        """The ids of those who lead it now."""
        return {ident for ident in (self.leader_id, self.deputy_id) if ident}

    def in_place_of_leader(self, person_id: int | None) -> bool:
        """Whether somebody leads it as a deputy alone."""
        return person_id is not None and person_id == self.deputy_id != self.leader_id


Ladder = Sequence[Rung]
"""The board's own unit first, the region last."""


def height(ladder: Ladder, person_id: int | None) -> int:
    """The index of the highest rung that a person leads; -1 if they lead none."""
    return max((step for step, rung in enumerate(ladder) if person_id and rung.leader_id == person_id), default=-1)


def standing_at(ladder: Ladder, person_id: int | None) -> int:
    """The index of the highest rung that a person leads now, be it as a deputy; -1 if they lead none."""
    return max((step for step, rung in enumerate(ladder) if person_id in rung.led_by), default=-1)


async def ladders(session: AsyncSession, units: Iterable[int]) -> Mapping[int, Ladder]:
    """The ladder of each unit, by unit id. One query."""
    found: dict[int, list[Rung]] = defaultdict(list)
    for unit, *rung in (await session.execute(ABOVE, {"units": list(units)})).all():
        found[unit].append(Rung(*rung))
    return found


async def who_lead(session: AsyncSession, unit_id: int | None) -> list[Person]:
    """Whoever leads one unit now: its leader, and while they are away their deputy, in order of address. Nobody for
    None. One query."""
    if unit_id is None:
        return []
    query = select(Person).join(Unit, or_(col(Unit.leader_id) == Person.id, col(Unit.deputy_id) == Person.id))
    return list((await session.execute(query.where(Unit.id == unit_id).order_by(col(Person.mail)))).scalars())
