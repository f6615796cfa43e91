"""What the overview shows of the boards that somebody may see. Three queries, however many boards and ideas."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.person import Person
from server import clock
from server.days import danish_day
from server.overview.months import Past, load_past
from server.overview.reach import BoardRow, Reach, load_reach

PAGE = 25
"""Lines of the table on one page; with more boards than that it begins with the units."""
QUIET_MOST = 6
SORTS = ("late", "waiting", "on_the_way", "done", "confirmed", "quiet")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `to()` is the address of something near it."""

    unit: str = ""
    board: str = ""
    by: str = ""
    sort: str = "late"
    page: int = 1

    def to(self, **changes: object) -> str:
        """The same page with something else in its address; a new order begins on its first page."""
        told = {each.name: getattr(self, each.name) for each in fields(self)} | {"page": 1} | changes
        kept = {
            name: value
            for name, value in told.items()
            if value and (name, value) not in {("sort", "late"), ("page", 1)}
        }
        return f"/overview?{urlencode(kept)}" if kept else "/overview"


@dataclass(frozen=True)
class Figures:
    """The numbers of some boards. All count ideas that are shown and not hidden."""

    boards: int = 0
    waiting: int = 0
    late: int = 0
    on_the_way: int = 0
    done: int = 0
    confirmed: int = 0
    better: int = 0
    same: int = 0
    worse: int = 0
    unknown: int = 0
    oldest: date | None = None
    """The day since which the oldest waits."""

    @property
    def judged(self) -> int:
        """Of how many somebody has looked at the effect."""
        return self.better + self.same + self.worse + self.unknown


@dataclass(frozen=True)
class Row:
    """One line of the table: a unit with all below it, or a board."""

    name: str
    href: str
    figures: Figures
    board: str = ""
    """Its address, where it is a board."""
    unit: str = ""
    quiet_since: datetime | None = None


NUMBERS = BoardRow._fields[7:]


@dataclass
class Overview:
    """The page. `rows` are those of this page of the table, `found` how many there are."""

    asked: Asked
    reach: Reach
    now: datetime
    total: Figures
    past: Past
    quiet: list[BoardRow]
    by: str
    rows: list[Row]
    found: int

    @property
    def today(self) -> date:
        """The date on Danish clocks."""
        return danish_day(self.now)

    @property
    def pages(self) -> int:
        """How many pages the table has."""
        return max(1, -(-self.found // PAGE))


async def load_overview(session: AsyncSession, person: Person, asked: Asked) -> Overview:
    """The overview for a person. Raises NotFound for a unit or board that is not theirs."""
    now = clock.now()
    reach = await load_reach(session, person, now, unit=asked.unit, board=asked.board)
    past = await load_past(session, [board.id for board in reach.boards], danish_day(now))
    quiet = sorted((board for board in reach.boards if board.quiet), key=lambda board: (board.moved_at, board.id))
    by = asked.by if asked.by in {"units", "boards"} else "units" if len(reach.boards) > PAGE else "boards"
    shown = slice(PAGE * (asked.page - 1), PAGE * asked.page)
    if by == "units":
        units = sorted(_units(reach), key=lambda row: _order(row.figures, asked.sort, row.name))
        rows, found = units[shown], len(units)
    else:
        rows = [_board(reach, board) for board in _sorted(reach.boards, asked.sort)[shown]]
        found = len(reach.boards)
    return Overview(asked, reach, now, total(reach.boards), past, quiet, by, rows, found)


def total(boards: Iterable[BoardRow]) -> Figures:
    """The numbers of several boards together."""
    rows = list(boards)
    if not rows:
        return Figures()
    columns = list(zip(*rows, strict=True))
    oldest = min((day for day in columns[6] if isinstance(day, date)), default=None)
    return Figures(boards=len(rows), oldest=oldest, **dict(zip(NUMBERS, map(sum, columns[7:]), strict=True)))


def _order(figures: Figures | BoardRow, sort: str, name: str) -> tuple[object, ...]:
    number = getattr(figures, sort, figures.late)
    return -number, -figures.waiting, figures.oldest or date.max, name


def _sorted(boards: list[BoardRow], sort: str) -> list[BoardRow]:
    if sort == "quiet":
        return sorted(boards, key=lambda board: (not board.quiet, str(board.moved_at or ""), board.name))
    return sorted(boards, key=lambda board: _order(board, sort, board.name))


def _board(reach: Reach, board: BoardRow) -> Row:
    figures = total([board])
    unit = reach.units[board.unit_id].name
    progress = f"/b/{board.public_id}/progress"
    return Row(board.name, progress, figures, board.public_id, unit, board.moved_at if board.quiet else None)


def _units(reach: Reach) -> list[Row]:
    """Each unit right below with all below it, and the boards that belong to the unit itself."""
    place: dict[int, int] = {}
    for child in reach.children.get(reach.top, []):
        place |= dict.fromkeys(reach.within(child), child)
    boards: dict[int, list[BoardRow]] = {}
    rows: list[Row] = []
    for board in reach.boards:
        if board.unit_id in place:
            boards.setdefault(place[board.unit_id], []).append(board)
        else:
            rows.append(_board(reach, board))
    for unit_id, its in boards.items():
        unit = reach.units[unit_id]
        rows.append(Row(unit.name, Asked(unit=unit.public_id).to(), total(its)))
    return rows
