"""What one person may see: their boards with the figures, the units these belong to, or a part of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.person import Person
from server.errors import NotFound
from server.people.queries import BELOW

QUIET = timedelta(days=90)
# The same boards as in server/people/queries.py: where they have a seat, and those of the units they lead and below.
SEEN = """
WITH RECURSIVE led AS (BELOW), seen AS MATERIALIZED (
    SELECT board.id FROM board WHERE unit_id IN (SELECT id FROM led)
    UNION SELECT board_id FROM seat WHERE person_id = :person AND removed_at IS NULL
)""".replace("BELOW", BELOW)
BOARDS = text(
    """SEEN
SELECT board.id, board.public_id, board.name, board.unit_id, board.moved_at,
    board.moved_at < :quiet AND NOT EXISTS (SELECT FROM meeting WHERE meeting.board_id = board.id
        AND starts_at >= :quiet AND cancelled_at IS NULL) AS quiet,
    waiting_since[1] AS oldest, coalesce(cardinality(waiting_since), 0) AS waiting,
    coalesce(width_bucket(CAST(:now AS timestamptz) - interval '1 microsecond', due), 0) AS late,
    coalesce(cardinality(on_the_way), 0) AS on_the_way, coalesce(done, 0), coalesce(confirmed, 0),
    coalesce(better, 0), coalesce(same, 0), coalesce(worse, 0), coalesce(unknown, 0)
FROM seen JOIN board ON board.id = seen.id LEFT JOIN board_figures ON board_figures.board_id = board.id
""".replace("SEEN", SEEN)
)
UNITS = text(
    """SEEN
, up AS (
    SELECT DISTINCT unit_id AS id FROM board JOIN seen ON seen.id = board.id
    UNION SELECT parent_id FROM unit JOIN up ON up.id = unit.id WHERE parent_id IS NOT NULL
) SELECT unit.id, unit.parent_id, unit.public_id, unit.name FROM unit JOIN up ON up.id = unit.id
""".replace("SEEN", SEEN)
)


class BoardRow(NamedTuple):
    """A board and its figures, as the database gives them."""

    id: int
    public_id: str
    name: str
    unit_id: int
    moved_at: datetime | None
    quiet: bool
    oldest: object
    waiting: int
    late: int
    on_the_way: int
    done: int
    confirmed: int
    better: int
    same: int
    worse: int
    unknown: int


class UnitRow(NamedTuple):
    """A unit that a board belongs to, or that such a unit lies under."""

    id: int
    parent_id: int | None
    public_id: str
    name: str


@dataclass
class Reach:
    """The boards that are looked at, and how the units above them hang together. `top` is the unit at or below which
    all of them lie, if there is one; `path` leads from the highest unit to it."""

    boards: list[BoardRow]
    units: dict[int, UnitRow]
    children: dict[int | None, list[int]] = field(default_factory=dict)
    top: int | None = None
    board: BoardRow | None = None

    @property
    def path(self) -> list[UnitRow]:
        """The units from the highest one down to `top`."""
        found: list[UnitRow] = []
        at = self.top
        while at is not None:
            found.insert(0, self.units[at])
            at = self.units[at].parent_id
        return found

    def within(self, unit_id: int) -> set[int]:
        """A unit and all below it."""
        found, ahead = set[int](), [unit_id]
        while ahead:
            found.add(at := ahead.pop())
            ahead += self.children.get(at, [])
        return found


async def load_reach(session: AsyncSession, person: Person, now: datetime, *, unit: str = "", board: str = "") -> Reach:
    """All that a person may see, or the part of it in a unit or of a board (public ids). Raises NotFound for one that
    is not theirs. Two queries, however many boards."""
    asked = {"person": person.id, "now": now, "quiet": now - QUIET}
    units = {row.id: row for row in map(UnitRow._make, (await session.execute(UNITS, {"person": person.id})).all())}
    reach = Reach([BoardRow._make(row) for row in (await session.execute(BOARDS, asked)).all()], units)
    for each in units.values():
        reach.children.setdefault(each.parent_id, []).append(each.id)
    if board:
        reach.boards = [row for row in reach.boards if row.public_id == board]
        if not reach.boards:
            raise NotFound
        reach.board = reach.boards[0]
        reach.top = reach.board.unit_id
    elif unit:
        found = [row.id for row in units.values() if row.public_id == unit]
        if not found:
            raise NotFound
        reach.top, inside = found[0], reach.within(found[0])
        reach.boards = [row for row in reach.boards if row.unit_id in inside]
    else:
        reach.top = _top(reach)
    return reach


def _top(reach: Reach) -> int | None:
    """Down from the highest unit for as long as there is only one way."""
    own = {board.unit_id for board in reach.boards}
    at: int | None = None
    while len(below := reach.children.get(at, [])) == 1 and at not in own:
        at = below[0]
    return at
