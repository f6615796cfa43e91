"""Nobody is written to at night, on a weekend or a holiday; 8 o'clock is 8 o'clock when the clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from server.days import DENMARK
from server.mail.hours import is_open, next_open


def here(text: str) -> datetime:
    """A moment on Danish clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=DENMARK)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-17T08:00", "2026-11-17T08:00"),
        ("2026-11-17T19:59:59", "2026-11-17T19:59:59"),
        ("2026-11-17T20:00", "2026-11-18T08:00"),
        ("2026-11-17T07:59:59", "2026-11-17T08:00"),
        ("2026-11-20T21:00", "2026-11-23T08:00"),  # Friday evening
        ("2026-11-21T12:00", "2026-11-23T08:00"),
        ("2026-12-23T20:00", "2026-12-28T08:00"),  # Christmas, and the weekend after it
        ("2026-04-01T21:00", "2026-04-07T08:00"),  # Easter
    ],
)
def test_it_waits_for_open_hours(moment: str, opens: str) -> None:
    assert next_open(here(moment)) == here(opens)
    assert is_open(here(opens))


@pytest.mark.parametrize(
    ("before", "monday", "hours"),
    [
        # The night to 29 March 2026 has no hour from 2 to 3: Saturday 20.00 to Monday 8.00 is one hour shorter.
        ("2026-03-28T20:00", datetime(2026, 3, 30, 6, tzinfo=UTC), 35),
        # The night to 25 October 2026 has it twice.
        ("2026-10-24T20:00", datetime(2026, 10, 26, 7, tzinfo=UTC), 37),
    ],
)
def test_on_both_nights_when_the_clocks_change(before: str, monday: datetime, hours: int) -> None:
    start = here(before)
    assert next_open(start) == monday
    assert next_open(start) - start.astimezone(UTC) == timedelta(hours=hours)
    assert next_open(start).astimezone(DENMARK).hour == 8
    assert not is_open(monday - timedelta(seconds=1))


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_never_in_those_nights_and_never_backwards(night: str) -> None:
    """Every minute from Friday evening to Monday noon, in UTC."""
    start = here(f"{night}T00:00").astimezone(UTC) - timedelta(days=1, hours=6)
    minutes = [start + timedelta(minutes=number) for number in range(60 * 24 * 3)]
    opens = [next_open(minute) for minute in minutes]
    assert all(one <= other for one, other in pairwise(opens))
    assert all(is_open(moment) for moment in opens)
    assert all(moment >= minute for moment, minute in zip(opens, minutes, strict=True))
    assert all(moment.tzinfo is UTC for moment in opens)
