"""Seconds, for promises that name them. Only `make soak` asserts on them (tests/house/test_clocks.py)."""

import time
from types import TracebackType
from typing import Self


class Stopwatch:
    """`with Stopwatch() as watch: …`, then `watch.seconds` is how long it took; `watch.lap()` is the time so far.
    Without a block, `start()` starts it."""

    seconds = 0.0

    def __enter__(self) -> Self:
        return self.start()

    def start(self) -> Self:
        """Start, or start over."""
        self._began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.seconds = self.lap()

    def lap(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._began
