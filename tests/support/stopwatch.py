"""Seconds, for promises that name them. Only tests of `make soak` assert them (tests/house/test_clocks.py)."""

import time
from types import TracebackType
from typing import Self


class Stopwatch:
    """`with Stopwatch() as watch: …`, then `watch.seconds` is how long that took; `watch.lap()` is how long so far.
    Without a block it is started by `start()`."""

    seconds = 0.0

    def __enter__(self) -> Self:
        return self.start()

    def start(self) -> Self:
        """Begin to count, anew if it has begun before."""
        self._began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.seconds = self.lap()

    def lap(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._began
