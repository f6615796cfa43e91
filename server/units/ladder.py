"""Who leads above a board: its unit and the units above it, each with its leader."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

ABOVE = text("""
WITH RECURSIVE above AS (
    SELECT id AS board_unit, id, parent_id, leader_id, name, 0 AS height FROM unit WHERE id = ANY(:units)
    UNION ALL SELECT above.board_unit, unit.id, unit.parent_id, unit.leader_id, unit.name, above.height + 1
    FROM unit JOIN above ON unit.id = above.parent_id
) SELECT board_unit, above.name, person.id, person.mail, person.name, person.title
FROM above LEFT JOIN person ON person.id = above.leader_id ORDER BY board_unit, height
""")


@dataclass(frozen=True)
class Rung:
    """A unit at or above a board's own, with its leader, if it has one."""

    unit: str
    leader_id: int | None
    mail: str | None
    name: str | None
    title: str | None


Ladder = Sequence[Rung]
"""The board's own unit first, the region last."""


def height(ladder: Ladder, person_id: int | None) -> int:
    """How high a person leads on the ladder; -1 for one who does not."""
    return max((step for step, rung in enumerate(ladder) if person_id and rung.leader_id == person_id), default=-1)


async def ladders(session: AsyncSession, units: Iterable[int]) -> Mapping[int, Ladder]:
    """The ladder of each unit: one query."""
    found: dict[int, list[Rung]] = defaultdict(list)
    for unit, *rung in (await session.execute(ABOVE, {"units": list(units)})).all():
        found[unit].append(Rung(*rung))
    return found
