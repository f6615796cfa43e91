"""Dates and times as people type them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.format import Format
from server.core.errors import Invalid
from server.meeting.meetings.setup_form import blank, normal, read
from server.web.typed_dates import moment_of, read_day, read_time

TODAY = date(2026, 11, 29)
DAYS = {
    "2026-12-24": date(2026, 12, 24),
    "24.12.2026": date(2026, 12, 24),
    "24/12-2026": date(2026, 12, 24),
    "24. 12. 2026": date(2026, 12, 24),
    "24.12.26": date(2026, 12, 24),
    "24 12 2026": date(2026, 12, 24),
    "24/12": date(2026, 12, 24),
    "24.12.": date(2026, 12, 24),
    "29/11": date(2026, 11, 29),
    "28/11": date(2027, 11, 28),
    "29/2": date(2028, 2, 29),
    "24. december": date(2026, 12, 24),
    "24 dec": date(2026, 12, 24),
    "torsdag d. 24. december 2026": date(2026, 12, 24),
    "Den 3. Maj": date(2027, 5, 3),
    "24th October 2027": date(2027, 10, 24),
    "٢٤.١٢.٢٠٢٦": date(2026, 12, 24),
}
NO_DAYS: tuple[str, ...] = (
    "",
    "i morgen",
    "31.02.2027",
    "24.13.2026",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "24.12.0",
    "20261224",
)
NO_DAYS += ("2026-W52-4", "24.12.2026 kl. 19", "1.1.1999", "24.hest", "--", "9" * 4000)
TIMES = {"19:00": time(19), "19.00": time(19), "kl. 19": time(19), "Klokken 7.30": time(7, 30), "1930": time(19, 30)}
TIMES |= {"19 30": time(19, 30), "19:30:00": time(19, 30), "00.00": time(0)}


@pytest.mark.parametrize(("typed", "day"), DAYS.items())
def test_a_date_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", NO_DAYS)
def test_what_is_no_date(typed: str) -> None:
    assert read_day(typed, TODAY) is None


@pytest.mark.parametrize(("typed", "at"), TIMES.items())
def test_a_time_is_read_as_people_write_it(typed: str, at: time) -> None:
    assert read_time(typed) == at


@pytest.mark.parametrize("typed", ["", "24.00", "25.00", "19.60", "klokken syv", "7 i aften", "-1"])
def test_what_is_no_time(typed: str) -> None:
    assert read_time(typed) is None


def test_the_hour_that_is_skipped_is_no_time_and_of_two_the_first_counts() -> None:
    assert moment_of(date(2027, 3, 28), time(2, 30)) is None
    assert moment_of(date(2027, 3, 28), time(3)) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert moment_of(date(2027, 10, 31), time(2, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "ends", "wrong"),
    [
        ("i juni", "19.00", "21.00", {"day"}),
        ("24.12.2026", "syv", "21.00", {"time"}),
        ("28.03.2027", "02.30", "04.00", {"time"}),  # skipped
        ("24.12.2026", "syv", "ni", {"time", "ends"}),
        ("24.12.2026", "19.00", "18.59", {"ends"}),
        ("24.12.2026", "19.00", "21.00", set()),
    ],
)
def test_only_what_is_wrong_is_said_to_be(day: str, at: str, ends: str, wrong: set[str]) -> None:
    """An end is not compared with a beginning that nobody could read, be it late at night."""
    now = datetime(2026, 11, 29, 22, tzinfo=UTC)
    form = blank(Format.PEERBOARD, now) | {"title": "Møde", "day": day, "time": at, "ends": ends}
    found: set[str] = set()
    try:
        read(normal(form), now)
    except Invalid as problem:
        found = set(problem.fields)
    assert found == wrong


@given(st.text(max_size=30), st.dates())
def test_any_text_gets_an_answer(typed: str, today: date) -> None:
    assert read_day(typed, today) is None or read_day(typed, today) is not None
    read_time(typed)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.times())
def test_every_date_is_found_again(day: date, at: time) -> None:
    for written in (day.isoformat(), f"{day.day}/{day.month}-{day.year}", f"{day:%d.%m.%Y}"):
        assert read_day(written, TODAY) == day
    assert read_time(f"{at:%H.%M}") == at.replace(second=0, microsecond=0)
    moment_of(day, at)
