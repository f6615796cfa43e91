"""The positions of the charts' marks, in per cent of the drawing, so that text keeps its size on every screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from server.views.overview.months import Month

TOP, GROUND = 24.0, 80.0
"""Where the highest value and zero are drawn, in per cent from the top."""


@dataclass(frozen=True)
class Mark:
    """One month: its dot, if it has a number, and where its label goes. `key` marks the months whose number is written
    on the narrowest screen too."""

    first: date
    x: float
    y: float | None
    days: int | None
    count: int
    key: bool
    named: bool
    """Whether the month's name is written on the narrowest screen too."""


@dataclass(frozen=True)
class Line:
    """A line from one month's dot to the next month's."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class MonthChart:
    """Days by month. A month without a number has no dot, and the line is broken there."""

    marks: list[Mark]
    lines: list[Line]

    @property
    def told(self) -> list[Mark]:
        """The months that have a number."""
        return [mark for mark in self.marks if mark.days is not None]

    @property
    def last(self) -> Mark | None:
        """The newest month that has a number."""
        return self.told[-1] if self.told else None

    @property
    def highest(self) -> Mark | None:
        """The month with the most days; of several, the newest."""
        return max(self.told, key=lambda mark: (mark.days or 0, mark.first), default=None)


def month_chart(months: Sequence[Month]) -> MonthChart:
    """The chart of `months`, which come oldest first."""
    numbers = [None if month.days is None else round(month.days) for month in months]
    known = [number for number in numbers if number is not None]
    most = max(known, default=0)
    last = max((place for place, number in enumerate(numbers) if number is not None), default=None)
    highest = max((place for place, number in enumerate(numbers) if number == most and known), default=None)
    marks = [
        Mark(
            month.first,
            x=round(100 * (place + 0.5) / len(months), 2),
            y=None if number is None else round(GROUND - (GROUND - TOP) * (number / most if most else 0), 2),
            days=number,
            count=month.count,
            key=place in {last, highest},
            named=place % 4 == 3,
        )
        for place, (month, number) in enumerate(zip(months, numbers, strict=True))
    ]
    lines = [
        Line(one.x, one.y, two.x, two.y) for one, two in pairwise(marks) if one.y is not None and two.y is not None
    ]
    return MonthChart(marks, lines)


@dataclass(frozen=True)
class Bar:
    """One bar: `share` is its length in per cent of the longest, `of_all` its count in per cent of the sum."""

    key: str
    count: int
    share: float
    of_all: int


def bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each (key, count), in the given order."""
    most, every = max((count for _, count in counts), default=0), sum(count for _, count in counts)
    return [
        Bar(key, count, round(100 * count / most, 1) if most else 0, round(100 * count / every) if every else 0)
        for key, count in counts
    ]
