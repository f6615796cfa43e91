"""Lists are sorted by name in one way (schemas/danish_order.py), not the way PostgreSQL or Python happen to."""

import re

import pytest

from tests.house.test_rules import python

# An SQL or SQLAlchemy order that mentions a name, and a Python sort key that does so without the Danish order.
BY_NAME = re.compile(
    r"ORDER BY[^\"']*?(?<![\w'])(?:\w+\.)?(?:name|title|place|theme|organisation)\b"
    r"|order_by\([^\n]*\.(?:name|title|place|theme|organisation)\b"
    r"|key=str\.(?:casefold|lower)\b"
    r"|key=lambda (?:(?!in_danish_order)[^\n])*\.(?:name|title)\b(?![^\n]*in_danish_order)"
)


def test_names_are_sorted_in_one_way() -> None:
    other = [f"{path}: {found[0]}" for path, source in python() for found in BY_NAME.finditer(source)]
    assert not other, "sort names in Python, with key=in_danish_order (schemas/danish_order.py)"


@pytest.mark.parametrize(
    "source",
    [
        'text("SELECT name FROM unit ORDER BY name")',
        '"ORDER BY late DESC, board.name, id"',
        "query.order_by(col(Board.name))",
        "sorted(names, key=str.casefold)",
        "sorted(units, key=lambda unit: unit.name.casefold())",
    ],
)
def test_another_order_is_seen(source: str) -> None:
    assert BY_NAME.search(source)


@pytest.mark.parametrize(
    "source",
    ["ORDER BY sort_name, id", "order_by(col(Idea.number))", "sorted(x, key=lambda one: in_danish_order(one.name))"],
)
def test_our_order_is_not(source: str) -> None:
    assert not BY_NAME.search(source)
