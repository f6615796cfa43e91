"""Moving a board to another unit: it keeps its ideas, dates and links, and those who lead there answer for it."""

from sqlmodel import col, select

from schemas.board import Board
from schemas.bounds import Bounded
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitDeed
from server.core.bounds import hold
from server.core.change import must_be_open
from server.core.errors import N_, Invalid, NotFound
from server.core.runtime import Runtime
from server.organisation.colours.look import dress
from server.organisation.units.handing_over import change_tree
from server.organisation.units.queries import in_order
from server.organisation.units.tree import WRONG

PICK = N_("Vælg en enhed på listen.")


def units_for(units: dict[int, Unit], board: Board) -> list[tuple[Unit, int]]:
    """The units that a board may be moved to, in tree order with their depth; none if its own is not one of them."""
    if board.unit_id not in units:
        return []
    return [(unit, depth) for unit, depth in in_order(units.values()) if unit.id != board.unit_id]


async def move_board(runtime: Runtime, person: Person, seat: Seat, public_id: str) -> None:
    """Put a board under another unit that its coordinator may change. Whoever led it before hands over, as when a unit
    is moved. Moving it to where it is does nothing. Raises NotFound for anybody but its coordinator, Invalid for a unit
    that is not theirs, NotNow for a closed board, and Full when that unit has too many boards."""
    async with change_tree(runtime, person) as tree:
        locked = select(Board).where(Board.id == seat.board_id).with_for_update(key_share=True)
        board = (await tree.session.execute(locked)).scalar_one()
        mine = select(Seat.id).where(Seat.id == seat.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
        if board.unit_id not in tree.units or (await tree.session.execute(mine)).first() is None:
            raise NotFound
        must_be_open(board)
        unit = next((each for each in tree.units.values() if each.public_id == public_id), None)
        if unit is None:
            raise Invalid(WRONG, fields={"unit": PICK})
        if unit.id == board.unit_id:
            return
        await hold(tree.session, Bounded.BOARDS, col(Board.unit_id) == unit.id)
        before = tree.units[board.unit_id]
        tree.note(before, UnitDeed.BOARD, board.name, unit.name)
        tree.note(unit, UnitDeed.BOARD, before.name, board.name)
        board.unit_id = unit.id
        await dress(tree.session, unit)
