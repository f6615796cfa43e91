"""What the overview shows of the boards that one person may see. Six queries, however many boards and ideas."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.danish_order import in_danish_order
from schemas.person import Person
from server.core.days import danish_day
from server.views.overview.months import Past, load_past
from server.views.overview.reach import Reach, load_boards, load_closed, load_quiet, load_reach
from server.views.overview.statements import ORDERS, BoardRow, ClosedBoard, QuietBoard, UnitSum

PAGE = 25
"""Rows of the table on one page. With more boards than that, the table starts out listing units."""
QUIET_MOST = 6
SORTS = tuple(ORDERS)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `to()` gives the address of a variant."""

    unit: str = ""
    board: str = ""
    by: str = ""
    sort: str = "late"
    page: int = 1

    def to(self, **changes: object) -> str:
        """The same address with some things changed. It leads to the first page of the table unless `page` is given."""
        wanted = {each.name: getattr(self, each.name) for each in fields(self)} | {"page": 1} | changes
        kept = {
            name: value
            for name, value in wanted.items()
            if value and (name, value) not in {("sort", "late"), ("page", 1)}
        }
        return f"/overview?{urlencode(kept)}" if kept else "/overview"


@dataclass(frozen=True)
class Figures:
    """The numbers of some boards. They all count ideas that are shown and not hidden."""

    boards: int = 0
    quiet: int = 0
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
    """The day since which the longest-waiting idea has waited."""

    @property
    def judged(self) -> int:
        """How many ideas somebody has judged the effect of."""
        return self.better + self.same + self.worse + self.unknown


@dataclass(frozen=True)
class Row:
    """One row of the table: a board, or a unit with everything below it."""

    name: str
    href: str
    figures: Figures
    board: str = ""
    """The board's public id, if the row is a board."""
    unit: str = ""
    quiet_since: datetime | None = None


NUMBERS = UnitSum._fields[4:]
"""The names of the figures that count ideas."""


@dataclass
class Overview:
    """The whole page. `rows` are those on this page of the table, `found` is how many there are in all."""

    asked: Asked
    reach: Reach
    total: Figures
    past: Past
    quiet: list[QuietBoard]
    closed: list[ClosedBoard]
    """Those that were closed last, where the page is about all boards."""
    by: str
    rows: list[Row]
    found: int
    name: str
    """The name of the board looked at, or else of the unit above everything that is shown."""

    @property
    def today(self) -> date:
        """Today's date in Denmark."""
        return danish_day(self.reach.now)

    @property
    def pages(self) -> int:
        """How many pages the table has."""
        return max(1, -(-self.found // PAGE))


async def load_overview(session: AsyncSession, person: Person, asked: Asked) -> Overview:
    """The overview for `person`. Raises NotFound for a unit or board that they may not see."""
    reach = await load_reach(session, person, unit=asked.unit, board=asked.board)
    all_of_it = total(reach.sums)
    past = await load_past(session, reach, danish_day(reach.now))
    quiet = await load_quiet(session, reach, QUIET_MOST) if all_of_it.quiet else []
    closed = [] if asked.unit or asked.board else await load_closed(session, reach, QUIET_MOST)
    by = asked.by if asked.by in {"units", "boards"} else "units" if all_of_it.boards > PAGE else "boards"
    skipped = PAGE * (asked.page - 1)
    if by == "units":
        # The unit's own boards are listed among the units below it; there are never more of them than fit on a page.
        own = replace(reach, sums=[each for each in reach.sums if each.unit_id == reach.top])
        boards = await load_boards(session, own, asked.sort, PAGE)
        rows = [*_units(reach), *(_board(reach, board) for board in boards)]
        rows.sort(key=lambda row: _order(row, asked.sort))
        rows, found = rows[skipped : skipped + PAGE], len(rows)
    else:
        boards = await load_boards(session, reach, asked.sort, PAGE, skipped)
        rows, found = [_board(reach, board) for board in boards], all_of_it.boards
    name = boards[0].name if asked.board and boards else reach.path[-1].name if reach.path else ""
    return Overview(asked, reach, all_of_it, past, quiet, closed, by, rows, found, name)


def total(sums: Sequence[UnitSum]) -> Figures:
    """The figures of several units added up."""
    if not sums:
        return Figures()
    columns = dict(zip(UnitSum._fields, zip(*sums, strict=True), strict=True))
    oldest = min((each.oldest for each in sums if each.oldest), default=None)
    return Figures(oldest=oldest, **{name: int(sum(columns[name])) for name in ("boards", "quiet", *NUMBERS)})


def _order(row: Row, sort: str) -> tuple[object, ...]:
    figures = row.figures
    return -getattr(figures, sort), -figures.waiting, figures.oldest or date.max, in_danish_order(row.name)


def _board(reach: Reach, board: BoardRow) -> Row:
    figures = Figures(boards=1, oldest=board.oldest, **{name: getattr(board, name) for name in NUMBERS})
    unit, still = reach.units[board.unit_id].name, board.moved_at if board.quiet else None
    return Row(board.name, f"/b/{board.public_id}/progress", figures, board.public_id, unit, still)


def _units(reach: Reach) -> list[Row]:
    """A row for each unit directly below, with everything below that."""
    place: dict[int, int] = {}
    for child in reach.children.get(reach.top, []):
        place |= dict.fromkeys(reach.within(child), child)
    below: dict[int, list[UnitSum]] = {}
    for each in reach.sums:
        if each.unit_id in place:
            below.setdefault(place[each.unit_id], []).append(each)
    return [
        Row(reach.units[id_].name, Asked(unit=reach.units[id_].public_id).to(), total(sums))
        for id_, sums in below.items()
    ]
