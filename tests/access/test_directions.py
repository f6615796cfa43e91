"""A name or text that is written from right to left turns none of the words around it, on any page."""

import re
from collections.abc import Iterable

import pytest

from tests.access.stage import Stage
from tests.access.table import TABLE
from tests.access.test_routes import CASES
from tests.support.dom import Page

WORD = "مرحبا"
NAMED = {"board": "name", "unit": "name", "meeting": "title", "person": "name", "seat": "name", "idea": "title"}
NAMED |= {"comment": "text", "note": "text", "staff_note": "text", "owner": "name", "step": "text", "moment": "text"}
LOOKED_AT = [(route, number) for route, number in CASES if route.startswith("GET") and TABLE[route][number].good]
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")


def bare(words: Iterable[str]) -> list[str]:
    """Where the word stands with nothing around it that holds it in its place."""
    return [each for each in words if WORD in ISOLATED.sub("", each)]


@pytest.mark.parametrize(("route", "number"), LOOKED_AT, ids=[f"{route} {number}" for route, number in LOOKED_AT])
async def test_it_stands_by_itself(route: str, number: int, stage: Stage) -> None:
    row = TABLE[route][number]
    who = next(iter(row.good))
    world = await stage.world(row.phase, row.status)
    for table, name in NAMED.items():
        await stage.connection.execute(f"UPDATE {table} SET {name} = '{WORD}! ' || id")
    named = world.values | {part: world.values[value] for part, value in row.ids.items()}
    answer = await world.get(who, route.removeprefix("GET ").format(**named))
    if answer.headers.get("content-type", "").startswith("text/html"):
        shown = Page(answer.text).tree
        assert not bare(shown.xpath("//text()[not(ancestor::textarea)]"))
        assert not bare(shown.xpath("//@*[not(name() = 'value')]"))
        for typed in shown.xpath("//textarea | //input[@type='text' and not(@class='code')]"):
            assert typed.get("dir") == "auto"
            assert "\u2068" not in (typed.get("value") or typed.text or "")
