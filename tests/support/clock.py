"""The clock that every process of a test follows (PEERBOARD_CLOCK_FILE)."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from server.mail.hours import is_open, next_open

LONG = timedelta(hours=2)
"""Longer than any test lasts."""


class Clock:
    """A clock file. It follows real time until set otherwise."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ahead = timedelta()
        self._mtime = 0
        self.run()

    def run(self) -> None:
        """Follow real time again."""
        self._ahead = timedelta()
        self._write("+0")

    def ahead(self, by: timedelta) -> None:
        """Run `by` further ahead of real time than now."""
        self._ahead += by
        self._write(f"+{self._ahead.total_seconds()}")

    def stop(self, at: datetime) -> None:
        """Stand still at `at` (aware)."""
        self._write(at.isoformat())

    def _write(self, text: str) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(text)
        # Readers only look at the mtime: two changes within its resolution must differ.
        self._mtime = max(self._mtime + 1_000_000, fresh.stat().st_mtime_ns)
        os.utime(fresh, ns=(self._mtime, self._mtime))
        fresh.replace(self.path)


def to_office_hours(now: datetime) -> timedelta:
    """How far ahead of `now` (aware) letters of our own accord go out, and go on going out until the test is over: a
    test that began at a quarter to eight in the evening would wait for the morning."""
    stays = is_open(now) and is_open(now + LONG)
    later = now if stays or not is_open(now) else now + LONG
    return next_open(later) - now + timedelta(minutes=1)
