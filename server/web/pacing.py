"""A queue for each address, from which one request after another is let through at an even pace: slowed down, and not
refused at once for what others have done."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

LINES_MOST = 50_000


class Lines:
    """Queues by address. `pace` is how many are let through per second, `longest` the longest wait in seconds; so a
    queue has `pace * longest` places, and is empty when nobody has come for `longest` seconds."""

    def __init__(self, pace: float, longest: float, now: Callable[[], float] = time.monotonic) -> None:
        self.pace, self.longest, self.now = pace, longest, now
        self._last: OrderedDict[str, float] = OrderedDict()

    def take_place(self, address: str) -> float | None:
        """Seconds until a request that comes now is let through; None if the queue is full."""
        now = self.now()
        through = max(now, self._last.get(address, -math.inf)) + 1 / self.pace
        if through - now > self.longest + 1e-9:
            return None
        self._last[address] = through
        self._last.move_to_end(address)
        if len(self._last) > LINES_MOST:
            self._last.popitem(last=False)
        return through - now
