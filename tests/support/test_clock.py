"""Tests that wait for letters may begin at any hour of any day."""

from datetime import datetime, timedelta

import pytest

from server.core.days import DENMARK
from server.mail.hours import is_open
from tests.support.clock import LONG, to_office_hours


@pytest.mark.parametrize("day", range(23, 30), ids=lambda day: f"{day}.11.")
def test_offices_are_open_until_the_test_is_over(day: int) -> None:
    for minute in range(0, 24 * 60, 29):
        now = datetime(2026, 11, day, tzinfo=DENMARK) + timedelta(minutes=minute)
        then = now + to_office_hours(now)
        assert then > now
        assert is_open(then)
        assert is_open(then + LONG - timedelta(minutes=2)), f"begun at {now:%H:%M}"
