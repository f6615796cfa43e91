"""Open hours: 8 to 20 on Danish working days, by the clock on the wall, also where that clock jumps."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.days import DENMARK, last_working_day, working_day
from server.mail.hours import is_open, next_open

FIRST, LAST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-12-31")
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
CLOCKS = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
"""Sundays on which the clock goes forward, or back."""


@given(MOMENTS)
def test_what_comes_out_is_open_never_earlier_and_the_first(moment: datetime) -> None:
    then = next_open(moment)
    assert is_open(then)
    assert then >= moment
    assert then.utcoffset() is not None
    assert next_open(then) == then
    if then > moment:
        here = then.astimezone(DENMARK)
        assert (here.hour, here.minute, here.second, here.microsecond) == (8, 0, 0, 0)
        assert not is_open(then - timedelta(microseconds=1))


@given(MOMENTS, st.integers(1, 14 * 24 * 60))
def test_later_in_is_never_earlier_out_and_nothing_open_is_skipped(moment: datetime, minutes: int) -> None:
    later = moment + timedelta(minutes=minutes)
    assert next_open(moment) <= next_open(later)
    if is_open(later):
        assert next_open(moment) <= later


@given(MOMENTS)
def test_nobody_waits_longer_than_over_easter(moment: datetime) -> None:
    assert next_open(moment) - moment <= timedelta(days=5, hours=13)


@given(MOMENTS)
def test_it_is_by_day_on_a_working_day_on_the_wall(moment: datetime) -> None:
    here = moment.astimezone(DENMARK)
    assert is_open(moment) == (8 <= here.hour < 20 and working_day(here.date()) == here.date())


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_last_working_day_is_the_nearest_before(day: date) -> None:
    found = last_working_day(day)
    assert working_day(found) == found <= day
    assert working_day(found + timedelta(days=1)) > day or found == day


@pytest.mark.parametrize("sunday", CLOCKS)
def test_in_the_nights_when_the_clock_changes_it_is_still_eight_o_clock(sunday: date) -> None:
    start = datetime.combine(sunday - timedelta(days=1), time(12), DENMARK).astimezone(UTC)
    opening = datetime.combine(working_day(sunday + timedelta(days=1)), time(8), DENMARK)
    for minutes in range(0, 24 * 60, 10):
        assert next_open(start + timedelta(minutes=minutes)) == opening


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("2026-11-20 19:59:59", "2026-11-20 19:59:59"),  # a Friday
        ("2026-11-20 20:00:00", "2026-11-23 08:00:00"),
        ("2026-11-23 07:59:59", "2026-11-23 08:00:00"),
        ("2026-12-23 20:00:00", "2026-12-28 08:00:00"),  # Christmas and a weekend
        ("2026-12-31 12:00:00", "2027-01-04 08:00:00"),
        ("2026-04-01 21:00:00", "2026-04-07 08:00:00"),  # Easter
        ("2026-05-14 12:00:00", "2026-05-18 08:00:00"),  # Ascension Day, and the Friday after it
        ("2026-05-25 12:00:00", "2026-05-26 08:00:00"),  # Whit Monday
        ("2026-06-05 12:00:00", "2026-06-08 08:00:00"),  # Constitution Day
        ("2026-05-01 12:00:00", "2026-05-01 12:00:00"),  # the first of May is a day of work in an office
        ("2027-04-23 12:00:00", "2027-04-23 12:00:00"),  # and so is Great Prayer Day since 2024
    ],
)
def test_weekends_and_holidays(written: str, sent: str) -> None:
    moment, then = (datetime.fromisoformat(text).replace(tzinfo=DENMARK) for text in (written, sent))
    assert next_open(moment) == then
