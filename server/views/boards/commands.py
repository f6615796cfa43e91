"""Making a board, and changing its name and format."""

from collections.abc import Mapping

from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.bounds import Bounded
from schemas.codes import new_public_id
from schemas.format import Format
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import UNIT_NAME_MAX, Unit
from server.core.bounds import hold
from server.core.change import changing
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.core.trail import specify_things
from server.mail.links import keyed
from server.organisation.colours.look import look_for
from server.organisation.units.handing_over import change_tree
from server.organisation.units.tree import NO_NAME, WRONG, Tree
from server.views.boards.staff import staff_seat
from server.web.edit_conflicts import together
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

NAME = Field(UNIT_NAME_MAX, NO_NAME)


def shown(board: Board) -> dict[str, str]:
    """The form's fields as filled in for a board."""
    return {"name": board.name, "format": board.format.value}


async def make_board(runtime: Runtime, person: Person, unit_id: str, typed: Mapping[str, str]) -> Board:
    """Make a board under a unit, with `person` as its coordinator. The same form sent twice makes one board. Raises
    NotFound for a unit that is not theirs, Invalid with a sentence per field, and Full when the unit has too many
    boards."""
    async with change_tree(runtime, person) as tree:
        unit = tree.find(unit_id)
        public_id = keyed(runtime.settings, "board", person.id, typed["key"][:64]) if typed.get("key") else ""
        found = (await tree.session.execute(select(Board).where(Board.public_id == public_id))).scalar_one_or_none()
        return found or await found_board(tree, unit, typed, public_id)


async def found_board(tree: Tree, unit: Unit, typed: Mapping[str, str], public_id: str = "") -> Board:
    """The same as part of a change of `tree`. Makes a new board each time it is called. Raises Invalid and Full."""
    name, format_ = read_board(typed)
    assert tree.person is not None, "a command makes no boards"
    await hold(tree.session, Bounded.BOARDS, col(Board.unit_id) == unit.id)
    board = Board(public_id=public_id or new_public_id(), unit_id=unit.id, name=name, format=format_)
    board.look = (await look_for(tree.session, [unit.id]))[unit.id]
    tree.session.add(board)
    await tree.session.flush()
    tree.session.add(staff_seat(board, tree.by, tree.now))
    await tree.session.flush()
    specify_things("board", [board.public_id])
    return board


def read_board(typed: Mapping[str, str]) -> tuple[str, Format]:
    """The name and format in a form. Raises Invalid with a sentence per field."""
    name, format_ = typed.get("name", "").strip(), typed.get("format", "")
    wrong = faults({"name": NAME}, {"name": name})
    if format_ not in set(Format):
        wrong["format"] = N_("Vælg en mødeform.")
    if wrong := wrong or warnings({"name": name}, typed.get("warned", "")):
        raise Invalid(WRONG, fields=wrong)
    return name, Format(format_)


async def change_board(runtime: Runtime, seat: Seat, typed: Mapping[str, str]) -> None:
    """Rename a board, or choose the format of its coming meetings. Raises Invalid, ChangedMeanwhile."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        wanted = together(typed, shown(change.board), ("name", "format"))
        change.board.name, change.board.format = read_board({**wanted, "warned": typed.get("warned", "")})
