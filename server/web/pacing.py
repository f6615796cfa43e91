"""A line for each address, from which one after another is let through at an even pace: slowed, but never refused at
once for what others did."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

LINES_MOST = 50_000


class Lines:
    """Places in line by address. `pace` is how many a second are let through, `longest` the wait of the last in line,
    in seconds; so a line has `pace * longest` places, and is gone when nobody has come for as long."""

    def __init__(self, pace: float, longest: float, now: Callable[[], float] = time.monotonic) -> None:
        self.pace, self.longest, self.now = pace, longest, now
        self._last: OrderedDict[str, float] = OrderedDict()

    def take_place(self, address: str) -> float | None:
        """Seconds until whoever comes now is let through; None when the line is full."""
        now = self.now()
        through = max(now, self._last.get(address, -math.inf)) + 1 / self.pace
        if through - now > self.longest + 1e-9:
            return None
        self._last[address] = through
        self._last.move_to_end(address)
        if len(self._last) > LINES_MOST:
            self._last.popitem(last=False)
        return through - now
