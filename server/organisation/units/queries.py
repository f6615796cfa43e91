"""The units of a coordinator: the whole tree of every organisation where they coordinate a board, and of every
organisation without boards where they have created or changed a unit. Somebody who is taken off their last board in an
organisation no longer sees it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.person import Person
from schemas.unit import Unit, UnitChange
from server.core.unit_walk import above, below
from server.organisation.people.called import Called, leading

UP = above("up", "unit JOIN start ON start.id = unit.id", sits="start.sits")
DOWN = below("down", "unit JOIN up ON up.id = unit.id WHERE up.parent_id IS NULL", top="unit.id", sits="up.sits")
MINE = text(
    """
WITH RECURSIVE start AS (
    SELECT board.unit_id AS id, true AS sits FROM seat JOIN board ON board.id = seat.board_id
    WHERE seat.person_id = :person AND seat.role = 'coordinator' AND seat.removed_at IS NULL
    UNION SELECT unit_id, false FROM unit_change WHERE by_id = :person
), UP, DOWN SELECT DISTINCT id FROM down WHERE sits OR NOT EXISTS (
    SELECT 1 FROM down AS tree JOIN board ON board.unit_id = tree.id WHERE tree.top = down.top
)
""".replace("UP, DOWN", f"{UP}, {DOWN}")
)


@dataclass
class Branch:
    """A unit in the tree, with its depth, its leader and its boards."""

    unit: Unit
    depth: int
    leader: Called | None
    boards: list[Board] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A line in a unit's history; `by` is the name of whoever made the change, "" if that is unknown."""

    change: UnitChange
    by: str


async def units_of(session: AsyncSession, person: Person, *, lock: bool = False) -> dict[int, Unit]:
    """The units that a coordinator may see and change, by id; none for anybody else. `lock` keeps others from changing
    them until the transaction ends."""
    if not person.coordinator:
        return {}
    ids = list((await session.execute(MINE, {"person": person.id})).scalars())
    query = select(Unit).where(col(Unit.id).in_(ids)).order_by(col(Unit.id))
    found = await session.execute(query.with_for_update(key_share=True) if lock else query)
    return {unit.id: unit for unit in found.scalars()}


async def tree_of(session: AsyncSession, person: Person) -> list[Branch]:
    """The same as a tree: each unit before those below it, siblings by name. Four queries."""
    units = await units_of(session, person)
    leaders = select(Person).where(col(Person.id).in_([unit.leader_id for unit in units.values() if unit.leader_id]))
    people = {each.id: each for each in (await session.execute(leaders)).scalars()}
    boards: dict[int, list[Board]] = defaultdict(list)
    query = select(Board).where(col(Board.unit_id).in_(units))
    for board in by_name((await session.execute(query)).scalars()):
        boards[board.unit_id].append(board)
    return [
        Branch(unit, depth, leading(unit, people[unit.leader_id]) if unit.leader_id else None, boards[unit.id])
        for unit, depth in in_order(units.values())
    ]


def by_name(boards: Iterable[Board]) -> list[Board]:
    """Boards in the order of a list."""
    return sorted(boards, key=lambda board: (in_danish_order(board.name), board.id))


def in_order(units: Iterable[Unit]) -> list[tuple[Unit, int]]:
    """Units with their depth, in depth-first order: each before those below it, siblings by name. A unit whose parent
    is not among them is a root. Leaves out those that were merged into another: they hold nothing any more."""
    below: dict[int | None, list[Unit]] = defaultdict(list)
    known = {unit.id: unit for unit in units if unit.merged_at is None}
    for unit in sorted(known.values(), key=lambda unit: in_danish_order(unit.name)):
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    written: list[tuple[Unit, int]] = []

    def write(parent: int | None, depth: int) -> None:
        for unit in below[parent]:
            written.append((unit, depth))
            write(unit.id, depth + 1)

    write(None, 0)
    return written


async def history_of(session: AsyncSession, unit: Unit) -> list[Line]:
    """What has been changed about a unit and by whom, newest first."""
    query = select(UnitChange, Person.name).outerjoin(Person, col(Person.id) == UnitChange.by_id)
    rows = await session.execute(query.where(UnitChange.unit_id == unit.id).order_by(col(UnitChange.id).desc()))
    return [Line(change, by or "") for change, by in rows.all()]


async def unit_page(session: AsyncSession, unit: Unit) -> tuple[Called | None, list[Board]]:
    """A unit's leader and its own boards."""
    leader = await session.get(Person, unit.leader_id) if unit.leader_id else None
    query = select(Board).where(Board.unit_id == unit.id)
    return leading(unit, leader) if leader else None, by_name((await session.execute(query)).scalars())
