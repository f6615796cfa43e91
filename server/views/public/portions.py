"""What stands on which page, so that no open page is larger than 60 kB however much people have written, and nothing
is left out: what has no room goes on on the next page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TypeVar

from markupsafe import escape

from server.room.minutes.blocks import Block, Document, Section
from server.views.public.content import OpenBoard, Shown, Told, Words
from server.views.public.spots import GROUPS, Group, Leaf, Spot

TOGETHER = 18
"""Ideas that a board's page shows all of."""
OF_EACH = (3, 2, 1)
"""Where there are more, so many of each group are on it, and the rest on pages of their own: three, or as many as have
room."""
A_PAGE = 15
"""Rows on such a page. One can take 2.6 kB: a title of 300 characters that are all escaped, and a sentence."""
PAGE_MOST = 60_000
"""Bytes of a page."""
BYTES = 46_000
"""What people wrote may take so much of an idea's page; the longest text of all, escaped, takes 21 kB."""
AROUND = 700
"""Bytes of our own around each thing that somebody wrote."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class Together:
    """A group of ideas on a board's page: those that are shown there, and how many there are in all."""

    group: Group
    ideas: Sequence[Shown]
    all: int
    rest: Spot
    """Where all of them stand."""


@dataclass(frozen=True)
class Leaves:
    """Where in several pages one is."""

    spot: Spot
    of: int

    @property
    def before(self) -> Spot | None:
        """The page before this one."""
        return self.spot.turned(self.spot.page - 1) if self.spot.page > 1 else None

    @property
    def after(self) -> Spot | None:
        """The page after it."""
        return self.spot.turned(self.spot.page + 1) if self.spot.page < self.of else None


def in_group(content: OpenBoard, group: Group) -> list[Shown]:
    """The ideas of a group, those that something was last told about first."""
    return [idea for idea in content.ideas if idea.rule.stage in group.stages]


def mosts_of(content: OpenBoard) -> tuple[int, ...]:
    """How many of each group to show on the board's page: the first number with which it is not too large."""
    return (TOGETHER, *OF_EACH) if len(content.ideas) <= TOGETHER else OF_EACH


def groups_of(content: OpenBoard, most: int) -> list[Together]:
    """The groups that have ideas, as the board's page shows them: at most so many of each."""
    found = [(group, in_group(content, group)) for group in GROUPS]
    return [
        Together(group, ideas[:most], len(ideas), Spot(Leaf.GROUP, content.slug, group=group.key))
        for group, ideas in found
        if ideas
    ]


def page_of(rows: Sequence[Row], number: int) -> Sequence[Row]:
    """The rows on one of several pages, counted from 1."""
    return rows[(number - 1) * A_PAGE : number * A_PAGE]


def pages_of(rows: Sequence[object]) -> int:
    """How many pages they take, at least one."""
    return max(1, -(-len(rows) // A_PAGE))


def parts_of(idea: Shown) -> list[list[Words | Told]]:
    """Other members' wordings and all that was told, in order, page by page; the first also has the idea itself."""
    pages: list[list[Words | Told]] = [[]]
    room = BYTES - _weight((idea.words.title, idea.words.text))
    written: list[Words | Told] = [*idea.also, *idea.lines]
    for part in written:
        weight = _weight((part.title, part.text) if isinstance(part, Words) else (part.words, part.place, part.who))
        if weight > room and (pages[-1] or len(pages) == 1):
            pages.append([])
            room = BYTES
        pages[-1].append(part)
        room -= weight
    return pages


def papers_of(document: Document) -> list[Document]:
    """Minutes page by page. A table is never divided."""
    pages: list[list[Section]] = [[]]
    room = BYTES
    for section in document.read:
        blocks: list[Block] = [*section.blocks, *section.own]
        for block in blocks:
            weight = _weight(_texts(asdict(block)))
            if weight > room and pages[-1]:
                pages.append([])
                room = BYTES
            if not pages[-1] or pages[-1][-1].key != section.key:
                pages[-1].append(replace(section, blocks=[], own=[]))
            pages[-1][-1].blocks.append(block)
            room -= weight
    return [replace(document, sections=sections) for sections in pages]


def _texts(value: object) -> Iterator[str]:
    """All texts in a value made of lists, tuples and dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def fitting(ideas: Iterable[Shown], letters: int, most: int) -> Iterator[Shown]:
    """The first ideas, at most so many, whose titles take so many letters together; at least one."""
    for place, idea in enumerate(islice(ideas, most)):
        letters -= len(idea.words.title) + 60
        if place and letters < 0:
            return
        yield idea


def _weight(texts: Iterable[str]) -> int:
    return AROUND + sum(len(str(escape(text)).encode()) for text in texts)
