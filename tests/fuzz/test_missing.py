"""A form without some of its fields, with none, or with one that is odd, is refused or taken, never our fault."""

import pytest

from tests.access.row import own_fields
from tests.access.stage import Stage
from tests.access.table import TABLE
from tests.access.test_routes import CASES

POSTS = [(route, number) for route, number in CASES if route.startswith("POST") and TABLE[route][number].good]


@pytest.mark.parametrize(("route", "number"), POSTS, ids=[f"{route} {number}" for route, number in POSTS])
async def test_each_field_may_be_missing(route: str, number: int, stage: Stage) -> None:
    row = TABLE[route][number]
    world = await stage.world(row.phase, row.status)
    whole = own_fields(world, row)
    path = route.split(" ")[1].format(**(world.values | {name: world.values[value] for name, value in row.ids.items()}))
    without = [{name: value for name, value in whole.items() if name != left} for left in whole]
    asked: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({}, {"HX_Request": "true"}),
        *((fields, {}) for fields in without),
        # What was typed is shown again, and the others were not.
        *(({name: "+++"}, {"HX_Request": "true"} if count % 2 else {}) for count, name in enumerate(whole)),
    ]
    for fields, headers in asked:
        world = await stage.world(row.phase, row.status)
        answer = await world.post(next(iter(row.good)), path, fields, **headers)
        assert answer.status_code < 500, f"{sorted(fields)} {headers}"
