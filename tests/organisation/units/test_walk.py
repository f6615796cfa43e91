"""The walk along the tree of units: each unit once, as high as it stands, and written in one place."""

import re

import pytest
from sqlalchemy import text

from schemas.unit import Unit, UnitKind
from server.checkout import CHECKOUT
from server.core.database import Database
from server.core.unit_walk import above, below
from tests.house.test_rules import python

STEP = re.compile(r"unit\.id = \w+\.parent_id|unit\.parent_id = \w+\.id|\w+\.parent_id = unit\.id")
HERE = CHECKOUT / "server/core/unit_walk.py"


@pytest.fixture(scope="module")
async def tree(database: Database) -> dict[str, int]:
    """A region with a hospital with two wards, and a region beside it."""
    ids: dict[str, int] = {}
    async with database.begin() as session:
        for name, kind, parent in (
            ("region", UnitKind.REGION, None),
            ("beside", UnitKind.REGION, None),
            ("hospital", UnitKind.HOSPITAL, "region"),
            ("one", UnitKind.DEPARTMENT, "hospital"),
            ("other", UnitKind.DEPARTMENT, "hospital"),
        ):
            unit = Unit(kind=kind, name=name, parent_id=ids[parent] if parent else None)
            session.add(unit)
            await session.flush()
            assert unit.id is not None
            ids[name] = unit.id
    return ids


async def asked(
    database: Database, tree: dict[str, int], walk: str, what: str, *starts: str
) -> list[tuple[object, ...]]:
    names = {number: name for name, number in tree.items()}
    async with database.snapshot() as session:
        query = text("WITH RECURSIVE WALK SELECT WHAT FROM walked".replace("WALK", walk).replace("WHAT", what))
        rows = (await session.execute(query, {"starts": [tree[name] for name in starts]})).all()
    return sorted(tuple(names.get(each, each) for each in row) for row in rows)


START = "unit WHERE unit.id = ANY (:starts)"


async def test_up_each_unit_stands_there_once(database: Database, tree: dict[str, int]) -> None:
    found = await asked(database, tree, above("walked", START), "id", "one", "other")
    assert found == [("hospital",), ("one",), ("other",), ("region",)]


async def test_up_with_the_start_and_the_height(database: Database, tree: dict[str, int]) -> None:
    walk = above("walked", START, height=True, start="unit.id")
    found = await asked(database, tree, walk, "start, height * 100000, id", "one", "beside")
    assert found == [
        ("beside", 0, "beside"),
        ("one", 0, "one"),
        ("one", 100000, "hospital"),
        ("one", 200000, "region"),
    ]


async def test_down_with_what_is_carried(database: Database, tree: dict[str, int]) -> None:
    found = await asked(database, tree, below("walked", START, top="unit.id"), "top, id", "hospital", "beside")
    assert found == [("beside", "beside"), ("hospital", "hospital"), ("hospital", "one"), ("hospital", "other")]


def test_the_step_from_a_unit_to_the_next_is_written_in_one_place() -> None:
    """So that whoever changes how units hang together changes it once."""
    own = HERE.relative_to(CHECKOUT).as_posix()
    found = {path for path, source in python() if "/migrations/" not in path and STEP.search(source)}
    assert found <= {own}
    assert "{name}.parent_id" in HERE.read_text()
    for walk in (above("walked", START), below("walked", START)):
        assert STEP.search(walk)
