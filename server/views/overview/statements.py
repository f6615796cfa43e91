"""What the overview asks of the database, and the rows that come back: units, sums of boards, single boards in a chosen
order. Each asks of the boards that one person may see (SEEN)."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import text

from server.core.office import LED
from server.core.unit_walk import above

QUIET = timedelta(days=90)
# The same boards as in server/organisation/people/queries.py: those where they have a seat, and those of the units they
# lead and the units below. A leader's seat is theirs for as long as they lead.
SEEN = """
WITH RECURSIVE LED, seen AS MATERIALIZED (
    SELECT board.id FROM board WHERE unit_id IN (SELECT id FROM led)
    UNION SELECT board_id FROM seat WHERE person_id = :person AND removed_at IS NULL AND role <> 'leader'
)""".replace("LED", LED.format(person=":person"))
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
