"""When open pages are drawn: one at a time, and after each the loop is left to others for as long as it took. All pages
of a board may have to be drawn anew at one moment, and a meeting on the same server must not wait for them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


class Turn:
    """The drawings of one process. The clock and the rest are parameters for the sake of tests."""

    def __init__(
        self, now: Callable[[], float] = time.perf_counter, rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._now, self._rest = now, rest
        self._one, self._free_at = asyncio.Lock(), 0.0

    async def draw(self, work: Callable[[], T]) -> T:
        """What `work()` returns, when it is its turn. Raises what it raises."""
        async with self._one:
            if (rest := self._free_at - self._now()) > 0:
                await self._rest(rest)
            began = self._now()
            try:
                return work()
            finally:
                ended = self._now()
                self._free_at = ended + (ended - began)
