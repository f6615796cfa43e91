"""Every list of boards, units and people stands as Danes sort, wherever it is shown."""

import pytest

from schemas.board import Board
from schemas.roles import Role
from schemas.unit import Unit, UnitKind
from server.organisation.units.named import unit_names
from tests.support.cast import Cast
from tests.support.scene import make_board, make_person, make_staff_seat

SORTED = ["abildgård", "Børn 2", "Børn 10", "Zebra", "Ærø", "Ørsted", "Ålborg", "Aarhus"]
MIXED = ["Aarhus", "Ørsted", "Zebra", "abildgård", "Børn 10", "Ærø", "Børn 2", "Ålborg"]


@pytest.fixture
async def many(cast: Cast) -> Cast:
    """A cast whose names are of all sorts: its boards, the units beside its own, and the coordinators of its board."""
    async with cast.database.begin() as session:
        board = await session.get_one(Board, cast.board.id)
        unit = await session.get_one(Unit, board.unit_id)
        for number, name in enumerate(MIXED):
            other = await make_board(session, unit, name)
            await make_staff_seat(session, other, cast.people["Ada"], Role.COORDINATOR)
            session.add(Unit(parent_id=unit.parent_id, kind=UnitKind.DEPARTMENT, name=name))
            person = await make_person(session, f"{number}-{board.public_id.lower()}@x.test", name, "")
            await make_staff_seat(session, board, person, Role.COORDINATOR)
    return cast


@pytest.mark.parametrize(
    "path", ["/boards", "/overview?by=boards", "/overview?by=boards&sort=confirmed", "/units", "/b/{board}"]
)
async def test_a_page_lists_them_as_danes_sort(path: str, many: Cast) -> None:
    ada = await many.ada()
    page = await ada.page(path.format(board=many.board.public_id))
    text = page.text
    places = [text.index(name) for name in SORTED]
    assert places == sorted(places), [name for _, name in sorted(zip(places, SORTED, strict=True))]


async def test_units_are_offered_as_danes_sort(many: Cast) -> None:
    async with many.database.snapshot() as session:
        offered = [name for name in await unit_names(session, many.board.unit_id) if name in SORTED]
    assert offered == SORTED
