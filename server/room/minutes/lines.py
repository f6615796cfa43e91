"""The lines of a section, each to be corrected by itself."""

from dataclasses import dataclass, replace
from typing import Any

from schemas.idea import Idea
from schemas.minutes import PartKey
from server.room.minutes.blocks import Block, Item, Table, Text
from server.room.minutes.document import facts
from server.room.minutes.queries import Part, View
from server.room.minutes.sections import BLOCKS, HEARD, number_of, rows_of, title_of

FIXED = frozenset({"approved"})
"""Facts that nobody words."""


@dataclass(frozen=True)
class Line:
    """A line of the minutes. `id`: what its correction is kept under; `at`: how its field is called; `written`: what
    stands there of its own accord; `said`: the correction, if there is one."""

    id: str
    at: str
    label: str
    title: str
    written: str
    said: str
    idea_id: int | None = None


def lines_of(view: View, key: PartKey, language: str) -> list[Line]:
    """The lines of a section, in its order. A coordinator's own words are not among them."""
    part = next(part for part in view.parts if part["key"] == key)
    bare = part | {"said": {}}
    if key is PartKey.HEAD:
        plain = {name: value for name, _, value in facts(_without(view, bare), language)}
        return [
            Line(name, name, label, "", plain[name], view.said(part, name))
            for name, label, _ in facts(view, language)
            if name not in FIXED
        ]
    if key is PartKey.HEARD:
        written = " ".join(block.text for block in BLOCKS[key](view, bare, language) if isinstance(block, Text))
        return [Line(HEARD, HEARD, "", "", written, view.said(part, HEARD))] if view.meeting.heard else []
    if key not in BLOCKS:
        return []
    if key is PartKey.RESULT:
        table = next((block for block in BLOCKS[key](view, bare, language) if isinstance(block, Table)), None)
        told = zip((line.idea for line in view.results), table.rows if table else [], strict=False)
        return [_line(view, part, idea, _cells(table.head if table else [], row), language) for idea, row in told]
    found = rows_of(view, part)
    return [_line(view, part, idea, _written(view, bare, row, key, language), language) for row, idea in found]


def _line(view: View, part: Part, idea: Idea, written: str, language: str) -> Line:
    said = view.said(part, idea.id)
    return Line(
        str(idea.id), idea.public_id, number_of(idea, language), title_of(idea, language), written, said, idea.id
    )


def _written(view: View, part: Part, row: dict[str, Any], key: PartKey, language: str) -> str:
    return _in_words(BLOCKS[key](view, part | {"rows": [row], "rests": 0}, language))


def _in_words(blocks: list[Block]) -> str:
    """What blocks about one line say, without its number and title."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Item):
            found += [block.note, *block.said, *(f"{label}: {value}" for label, value in block.facts)]
        elif isinstance(block, Table):
            found += [_cells(block.head, row) for row in block.rows]
    return "\n".join(filter(None, found))


def _cells(head: list[str], row: list[str]) -> str:
    return "\n".join(
        f"{label}: {cell}" for label, cell in list(zip(head, row, strict=True))[2:] if cell not in {"", "–"}
    )


def _without(view: View, bare: Part) -> View:
    """The view with one section as it was written."""
    return replace(view, parts=[bare if part["key"] == bare["key"] else part for part in view.parts])
