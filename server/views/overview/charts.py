"""What the charts draw: a line of text and a bar for each month or kind. Positions are in per cent of the drawing, so
that text keeps its size on every screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from server.views.overview.months import Month

ENOUGH = 2
"""The fewest answers of a month that a headline may speak of: half of one answer is nothing."""


@dataclass(frozen=True)
class Drawn:
    """One month that has a number. `share` is its bar's length in per cent of the longest; `gap`: the months between
    this one and the next newer one had no number."""

    first: date
    days: int
    count: int
    share: float
    gap: bool


@dataclass(frozen=True)
class MonthChart:
    """Days by month, the newest first. A month without a number is not drawn."""

    months: list[Drawn]

    @property
    def head(self) -> Drawn | None:
        """The newest month with enough numbers for a headline."""
        return next((month for month in self.months if month.count >= ENOUGH), None)

    @property
    def single(self) -> Drawn | None:
        """The newest month, if it has too few numbers for a headline."""
        return self.months[0] if self.months and self.months[0] != self.head else None


def month_chart(months: Sequence[Month]) -> MonthChart:
    """The chart of `months`, which come oldest first."""
    known = [(place, month) for place, month in enumerate(months) if month.days is not None]
    most = max((month.days or 0 for _, month in known), default=0)
    gaps = {one for (one, _), (other, _) in pairwise(known) if other - one > 1}
    drawn = [
        Drawn(month.first, month.days or 0, month.count, _share(month.days or 0, most), place in gaps)
        for place, month in reversed(known)
    ]
    return MonthChart(drawn)


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
    return [Bar(key, count, _share(count, most), round(100 * count / every) if every else 0) for key, count in counts]


def _share(count: int, most: int) -> float:
    return round(100 * count / most, 1) if most else 0
