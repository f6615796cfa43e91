"""What one person may see: the units of their boards with the figures of each, and single boards in a chosen order."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.person import Person
from server.core import clock
from server.core.errors import NotFound
from server.core.unit_walk import above
from server.organisation.people.queries import LED

QUIET = timedelta(days=90)
# The same boards as in server/organisation/people/queries.py: those where they have a seat, and those of the units they
# lead and the units below. A leader's seat is theirs for as long as they lead.
SEEN = """
WITH RECURSIVE LED, seen AS MATERIALIZED (
    SELECT board.id FROM board WHERE unit_id IN (SELECT id FROM led)
    UNION SELECT board_id FROM seat WHERE person_id = :person AND removed_at IS NULL AND role <> 'leader'
)""".replace("LED", LED)
THEIRS = above("up", "unit WHERE id IN (SELECT unit_id FROM board JOIN seen ON seen.id = board.id)")
UNITS = text(
    """SEEN, THEIRS
SELECT unit.id, unit.parent_id, unit.public_id, unit.name FROM unit JOIN up ON up.id = unit.id
""".replace("SEEN", SEEN).replace("THEIRS", THEIRS)
)
SILENT = """board.moved_at < :quiet AND coalesce((SELECT max(starts_at) FROM meeting
        WHERE meeting.board_id = board.id AND cancelled_at IS NULL) < :quiet, true)"""
EACH = """SEEN
, line AS (
SELECT board.id, board.public_id, board.name, board.sort_name, board.unit_id, board.moved_at,
    coalesce(SILENT, false) AS quiet,
    waiting_since[1] AS oldest, coalesce(cardinality(waiting_since), 0) AS waiting,
    coalesce(width_bucket(CAST(:now AS timestamptz) - interval '1 microsecond', due), 0) AS late,
    coalesce(cardinality(on_the_way), 0) AS on_the_way, coalesce(done, 0) AS done, coalesce(confirmed, 0) AS confirmed,
    coalesce(better, 0) AS better, coalesce(same, 0) AS same, coalesce(worse, 0) AS worse,
    coalesce(unknown, 0) AS unknown
FROM seen JOIN board ON board.id = seen.id LEFT JOIN board_figures ON board_figures.board_id = board.id
WHERE board.closed_at IS NULL AND (:board = '' OR board.public_id = :board)
)""".replace("SEEN", SEEN).replace("SILENT", SILENT)
SUMS = text(
    """EACH
SELECT unit_id, count(*), count(*) FILTER (WHERE quiet), min(oldest), sum(waiting), sum(late), sum(on_the_way),
    sum(done), sum(confirmed), sum(better), sum(same), sum(worse), sum(unknown)
FROM line GROUP BY unit_id
""".replace("EACH", EACH)
)
ORDERS = {
    name: f"{name} DESC, waiting DESC, oldest, sort_name, id" for name in ("late", "waiting", "on_the_way", "done")
}
ORDERS |= {"confirmed": "confirmed DESC, sort_name, id", "quiet": "quiet DESC, moved_at, sort_name, id"}
SOME = {
    name: text(
        f"{EACH} SELECT * FROM line WHERE unit_id = ANY (:units) ORDER BY {order} LIMIT :most OFFSET :past"  # noqa: S608
    )
    for name, order in ORDERS.items()
}
QUIETEST = text(
    """SEEN
SELECT board.public_id, board.name, board.unit_id, board.moved_at FROM seen JOIN board ON board.id = seen.id
WHERE unit_id = ANY (:units) AND board.closed_at IS NULL AND SILENT AND (:board = '' OR board.public_id = :board)
ORDER BY board.moved_at, board.id LIMIT :most
""".replace("SEEN", SEEN).replace("SILENT", SILENT)
)


CLOSED = text(
    """SEEN
SELECT board.public_id, board.name, board.unit_id, board.closed_at FROM seen JOIN board ON board.id = seen.id
WHERE board.closed_at IS NOT NULL ORDER BY board.closed_at DESC, board.id LIMIT :most
""".replace("SEEN", SEEN)
)


class BoardRow(NamedTuple):
    """A board and its figures, as the database returns them."""

    id: int
    public_id: str
    name: str
    sort_name: str
    unit_id: int
    moved_at: datetime | None
    quiet: bool
    oldest: date | None
    waiting: int
    late: int
    on_the_way: int
    done: int
    confirmed: int
    better: int
    same: int
    worse: int
    unknown: int


class UnitSum(NamedTuple):
    """The boards of one unit added up. `oldest` is the day since which the longest-waiting idea has waited."""

    unit_id: int
    boards: int
    quiet: int
    oldest: date | None
    waiting: int
    late: int
    on_the_way: int
    done: int
    confirmed: int
    better: int
    same: int
    worse: int
    unknown: int


class QuietBoard(NamedTuple):
    """A board on which nothing has happened for QUIET."""

    public_id: str
    name: str
    unit_id: int
    moved_at: datetime


class ClosedBoard(NamedTuple):
    """A board that is closed: it counts nowhere, and can be read."""

    public_id: str
    name: str
    unit_id: int
    closed_at: datetime


class UnitRow(NamedTuple):
    """A unit that a board belongs to, or one above it."""

    id: int
    parent_id: int | None
    public_id: str
    name: str


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
        """The parameters of the statements above."""
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
