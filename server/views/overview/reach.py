"""What one person may see: the units of their boards with the figures of each, and single boards in a chosen order."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.person import Person
from server.core import clock
from server.core.errors import NotFound
from server.views.overview.statements import (
    CLOSED,
    QUIET,
    QUIETEST,
    SOME,
    SUMS,
    UNITS,
    BoardRow,
    ClosedBoard,
    QuietBoard,
    UnitRow,
    UnitSum,
)


@dataclass
class Reach:
    """What the page is about: the sums of the units in it. All are at or below `top`, if there is such a unit."""

    person: int
    now: datetime
    units: dict[int, UnitRow]
    sums: list[UnitSum]
    board: str = ""
    """The public id of the one board looked at, or ""."""
    children: dict[int | None, list[int]] = field(default_factory=dict)
    top: int | None = None

    @property
    def path(self) -> list[UnitRow]:
        """The units from the highest down to `top`."""
        found: list[UnitRow] = []
        at = self.top
        while at is not None:
            found.insert(0, self.units[at])
            at = self.units[at].parent_id
        return found

    @property
    def asked(self) -> dict[str, object]:
        """The parameters of the statements."""
        units = [each.unit_id for each in self.sums]
        quiet = self.now - QUIET
        return {"person": self.person, "now": self.now, "quiet": quiet, "board": self.board, "units": units}

    def within(self, unit_id: int) -> set[int]:
        """The ids of a unit and all units below it."""
        found, ahead = set[int](), [unit_id]
        while ahead:
            found.add(at := ahead.pop())
            ahead += self.children.get(at, [])
        return found


async def load_reach(session: AsyncSession, person: Person, *, unit: str = "", board: str = "") -> Reach:
    """Everything that `person` may see, or only what is in one unit or on one board (public ids). Raises NotFound for
    one that they may not see. Two queries, however many boards."""
    units = {row.id: row for row in map(UnitRow._make, (await session.execute(UNITS, {"person": person.id})).all())}
    reach = Reach(person.id, clock.now(), units, [], board)
    asked = {name: value for name, value in reach.asked.items() if name != "units"}
    reach.sums = [UnitSum._make(row) for row in (await session.execute(SUMS, asked)).all()]
    for each in units.values():
        reach.children.setdefault(each.parent_id, []).append(each.id)
    if board:
        if not reach.sums:
            raise NotFound
        reach.top = reach.sums[0].unit_id
    elif unit:
        found = [row.id for row in units.values() if row.public_id == unit]
        if not found:
            raise NotFound
        reach.top, inside = found[0], reach.within(found[0])
        reach.sums = [each for each in reach.sums if each.unit_id in inside]
    else:
        reach.top = _top(reach)
    return reach


async def load_boards(session: AsyncSession, reach: Reach, sort: str, most: int, past: int = 0) -> list[BoardRow]:
    """At most `most` of the boards, after skipping `past`, in the order `sort` (a key of ORDERS). One query."""
    values = reach.asked | {"most": most, "past": past}
    return [BoardRow._make(row) for row in (await session.execute(SOME[sort], values)).all()]


async def load_quiet(session: AsyncSession, reach: Reach, most: int) -> list[QuietBoard]:
    """The `most` boards where nothing has happened for longest. One query."""
    values = {name: value for name, value in reach.asked.items() if name != "now"} | {"most": most}
    return [QuietBoard._make(row) for row in (await session.execute(QUIETEST, values)).all()]


async def load_closed(session: AsyncSession, reach: Reach, most: int) -> list[ClosedBoard]:
    """The `most` boards that were closed last. One query."""
    values = {"person": reach.person, "most": most}
    return [ClosedBoard._make(row) for row in (await session.execute(CLOSED, values)).all()]


def _top(reach: Reach) -> int | None:
    """Down from the highest unit for as long as there is only one way to go."""
    own = {each.unit_id for each in reach.sums}
    at: int | None = None
    while len(below := reach.children.get(at, [])) == 1 and at not in own:
        at = below[0]
    return at
