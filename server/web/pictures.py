"""What the projector shows, divided into pictures of which none is too full. All lengths are in rem of the projector,
of which its picture is 48 wide and 27 high (web/static/css/screen.css, which has the same numbers); a letter is never
smaller than 1."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.web.measure import Measured, measured

SIZES = ((3.0, 1.6), (2.4, 1.5), (2.0, 1.4), (1.6, 1.25), (1.3, 1.1), (1.1, 1.0), (1.0, 1.0))
"""Of a title and of the text below it. Templates say which by its place here: data-size."""
SMALLEST = len(SIZES) - 1
WIDE, HIGH = 44.4, 16.2
"""The room for one picture, between what stands at the top of every step and at the bottom."""
TITLE_LINE, TEXT_LINE = 1.2, 1.35
NUMBER, BETWEEN, AROUND, BESIDE, NOTE = 4.4, 1.6, 0.75, 0.5, 1.6
"""The column with "Idé 12", the space between two columns, around an idea in a list and between paragraphs, and one
line of small words with the space above it."""
NAME = 1.4
"""The letters of a group's name."""
FEW, CROWDED, LINES = 3, 6, 3
"""So many ideas stand below each other; more than so many seldom fit one picture with their texts; and in two columns a
title of more lines than this takes both."""


@dataclass(frozen=True)
class Entry:
    """One idea in a list. `text` is "" where it is left out whole; `wide`: over both columns."""

    idea: Any
    text: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Row:
    """What stands side by side: the name of a group, or one or two ideas."""

    high: float
    entries: tuple[Entry, ...] = ()
    name: str | None = None
    named: bool = False


@dataclass(frozen=True)
class Picture:
    """One picture of a list, set in `size`. `left_out`: some texts are not in it, but on everybody's phone."""

    rows: tuple[Row, ...]
    size: int
    left_out: bool = False

    @property
    def named(self) -> bool:
        """Whether names of groups stand over the ideas."""
        return any(row.named for row in self.rows)

    @property
    def ideas(self) -> list[Any]:
        """The ideas on it, in order."""
        return [entry.idea for row in self.rows for entry in row.entries]


@dataclass(frozen=True)
class Large:
    """One idea alone on a picture, set in `size`. `kept` says which of the optional words have room."""

    size: int
    kept: tuple[bool, ...] = ()
    fits: bool = True
    """Whether what is needed has room at all."""

    @property
    def left_out(self) -> bool:
        """Whether words had to be left out."""
        return not all(self.kept)


@dataclass
class _Measures:
    title: Measured
    text: Measured


Block = tuple[str | None, Sequence[Any]]
"""A group of ideas with its name ("" if nobody gave it one, None for those in no group)."""


def pictures(ideas: Iterable[Any], high: float = HIGH) -> list[Picture]:
    """Ideas as pictures, in order: as large as they fit one picture with their texts, else on a few, else without the
    texts. A text that is too long for a list is left out whole. No picture for no ideas."""
    return _pictures([(None, list(ideas))], high, named=False)


def group_pictures(blocks: Sequence[Block], high: float = HIGH) -> list[Picture]:
    """The same for groups: several share a picture, and one that needs more is named on each."""
    return _pictures([block for block in blocks if block[1]], high, named=True)


def large(
    title: str,
    needed: Iterable[str] = (),
    optional: Iterable[str] = (),
    *,
    high: float = HIGH,
    wide: float = WIDE,
    indent: float = 0.0,
) -> Large:
    """One idea with words below it, each of which is a paragraph: as large as all of it fits. What is optional is left
    out whole, the last first, where it does not fit at the smallest size. `indent`: what stands before each paragraph,
    in em of it."""
    head, rest = measured(title), [measured(each) for each in needed if each]
    more = [measured(each) for each in optional]
    for many in range(len(more), -1, -1):
        below = [*rest, *(each for each in more[:many] if each.paragraphs)]
        besides = len(below) * BESIDE + (NOTE + BESIDE if many < len(more) else 0)

        def fits(size: tuple[float, float], below: list[Measured] = below, besides: float = besides) -> bool:
            title_high = head.lines(wide / size[0]) * size[0] * TITLE_LINE
            return title_high + _words_high(below, size[1], wide, indent) + besides <= high

        if (size := bisect_left(SIZES, True, key=fits)) <= SMALLEST:
            return Large(size, tuple(place < many or not each.paragraphs for place, each in enumerate(more)))
    return Large(SMALLEST, tuple(not each.paragraphs for each in more), fits=False)


def _words_high(below: Iterable[Measured], size: float, wide: float, indent: float) -> float:
    return sum(each.lines(wide / size - indent) for each in below) * size * TEXT_LINE


def _called(idea: Any) -> str:
    """A title with the table it came from after it, in the language in which that is longer."""
    return f"{idea.title} · Table {idea.table_no}" if getattr(idea, "table_no", None) else str(idea.title)


def _tries(many: int) -> Iterator[tuple[int, bool, int]]:
    """Sizes, whether with texts, and how many pictures that may take: what serves the back row best comes first. What
    so many ideas cannot have is not tried."""
    if many <= 2 * CROWDED:
        yield from ((size, True, 1) for size in range(SMALLEST))
    if many <= 4 * CROWDED:
        yield from ((size, True, 2) for size in (4, 5, 6))
        yield from ((size, True, 3) for size in (5, 6))
        yield from ((size, False, 1) for size in range(2, SMALLEST))
    if many <= 8 * CROWDED:
        yield from ((size, False, 4) for size in (3, 4, 5))
    yield SMALLEST, False, many


def _pictures(blocks: Sequence[Block], high: float, *, named: bool) -> list[Picture]:
    ideas = [idea for _, some in blocks for idea in some]
    if not ideas:
        return []
    longest = max(240, 1200 // len(ideas))
    sized = {
        id(idea): _Measures(measured(_called(idea)), measured(idea.text if len(idea.text) <= longest else ""))
        for idea in ideas
    }
    told = [idea.text for idea in ideas if idea.text]
    for size, texts, most in _tries(len(ideas)):
        left_out = bool(told) if not texts else any(len(text) > longest for text in told)
        room = high - (NOTE if left_out else 0)
        if texts and told and not any(sized[id(idea)].text.paragraphs for idea in ideas):
            continue
        rows = [list(_rows(block, sized, size, texts=texts, one=len(ideas) <= FEW, named=named)) for block in blocks]
        if any(
            row.high + (some[0].high if named and row is not some[0] else 0) > room for some in rows for row in some
        ):
            if size < SMALLEST:
                continue
            left_out, room = False, high  # one line of words fewer, for a title that needs it
        pages = _balanced(rows, room)
        if len(pages) <= most:
            return [Picture(tuple(page), size, left_out) for page in pages]
    raise AssertionError("the last try may take a picture for each idea")


def _rows(
    block: Block, sized: dict[int, _Measures], size: int, *, texts: bool, one: bool, named: bool
) -> Iterator[Row]:
    name, ideas = block
    if named:
        lines = max(1, measured(name or "").lines(WIDE / NAME))
        yield Row(lines * NAME * TITLE_LINE + AROUND, name=name, named=True)
    column, across = (WIDE - BETWEEN) / 2 - NUMBER, WIDE - NUMBER
    waiting: tuple[float, Row] | None = None
    """The idea that still has room beside it, as high as it is in one column; and as a row of its own."""
    for idea in ideas:
        measures = sized[id(idea)]
        entry = Entry(idea, idea.text if texts and measures.text.paragraphs else "", wide=True)
        alone = Row(_high(measures, size, across, bool(entry.text)), (entry,))
        if one or measures.title.lines(column / SIZES[size][0]) > LINES:
            if waiting:
                yield waiting[1]
            yield alone
            waiting = None
            continue
        needs = _high(measures, size, column, bool(entry.text))
        if waiting is None:
            waiting = needs, alone
            continue
        yield Row(max(waiting[0], needs), tuple(replace(each, wide=False) for each in (*waiting[1].entries, entry)))
        waiting = None
    if waiting:
        yield waiting[1]


def _high(measures: _Measures, size: int, width: float, text: bool) -> float:
    title_size, text_size = SIZES[size]
    lines = measures.title.lines(width / title_size) * title_size * TITLE_LINE
    return AROUND + lines + (measures.text.lines(width / text_size) * text_size * TEXT_LINE if text else 0)


def _balanced(blocks: Sequence[Sequence[Row]], high: float) -> list[list[Row]]:
    """As few pages as it takes, and each about as full as the others."""
    best = _packed(blocks, high)
    least = high if len(best) == 1 else max(row.high + rows[0].high * rows[0].named for rows in blocks for row in rows)
    while (high := high * 0.95) > least and len(fewer := _packed(blocks, high)) == len(best):
        best = fewer
    return best


def _packed(blocks: Sequence[Sequence[Row]], high: float) -> list[list[Row]]:
    """Rows one after another, on a new page where the next does not fit. The name of a group stands above its first
    idea, and again where the group goes on; without it where the two are too much for one page."""
    pages: list[list[Row]] = [[]]
    used = 0.0
    for rows in blocks:
        head, body = (rows[0], rows[1:]) if rows[0].named else (None, rows)
        for row in body:
            name = head if head and (row is body[0] or not pages[-1]) else None
            if pages[-1] and used + row.high + (name.high if name else 0) > high:
                pages, used, name = [*pages, []], 0.0, head
            for each in (name, row):
                if each and (each is row or each.high + row.high <= high):
                    pages[-1].append(each)
                    used += each.high
    return pages
