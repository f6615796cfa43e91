"""How much of the processor the browsers behind one address may have, once the server is busy.

A browser is cheap to make: one person with ten seats has ten budgets. So what counts here is the work itself, in
seconds of processor time, of all that one address asks for. While nobody waits for the processor everybody gets what
they ask for, and so does an address that is alone. Once the server is busy with several, one that has had more than its
share waits in a line of its own until it is within it again; everybody else passes. The share is wide: 1,500 people in
one hospital are one address.
"""

import asyncio
import itertools
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Generator
from typing import Any

SHARE = 0.75
"""Of the processor, for one address while others wait for it."""
AHEAD = 0.5
"""Seconds of processor time that an address may be ahead of its share."""
EXPECTED = 0.01
"""Seconds that a request is taken to cost until it is done, so that many who come at once are not all let through."""
LAG = 0.015
"""Seconds that a task which could go on waits for the processor, above which the server is busy."""
SMOOTH = 0.3
"""The weight of the newest measurement of the lag."""
COMPANY = 5.0
"""Seconds for which an address counts as one that asks, after its last request."""
LOOK_AGAIN = 0.02
PATIENCE = 10.0
"""Seconds in line until an answer says that it is too much."""
LINE = 2000
"""Requests of one address that may stand in line; each browser has one there at a time."""
ADDRESSES_MOST = 50_000


async def lag_now() -> float:
    """How long a task that could go on waits now for its turn on this event loop, in seconds."""
    began = time.perf_counter()
    await asyncio.sleep(0)
    return time.perf_counter() - began


class Taken:
    """What one address has had of the processor beyond its share, and its line."""

    __slots__ = ("ahead", "asked", "at", "line", "waiting")

    def __init__(self, now: float) -> None:
        self.ahead, self.at, self.asked = 0.0, now, now
        self.line = asyncio.Lock()
        self.waiting = 0

    def add(self, seconds: float, now: float) -> None:
        """Count work; what the share gives runs on with time."""
        self.ahead = max(0.0, self.ahead - (now - self.at) * SHARE + seconds)
        self.at = now


class Work:
    """One server's work by address. The four ways out (clock, processor time, lag, waiting) are for tests to fake."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        spent: Callable[[], float] = time.thread_time,
        lag: Callable[[], Awaitable[float]] = lag_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.now, self.spent, self.lag, self.sleep = now, spent, lag, sleep
        self._taken: OrderedDict[str, Taken] = OrderedDict()
        self._usual_lag = 0.0

    async def busy(self) -> bool:
        """Whether tasks wait for the processor, by the newest measurements; it measures."""
        self._usual_lag += (await self.lag() - self._usual_lag) * SMOOTH
        return self._usual_lag > LAG

    async def may_begin(self, address: str) -> bool:
        """True when a request of this address may be worked on: at once, or after a wait in the address's line while
        the server is busy and the address ahead of its share. False when the line is too long."""
        taken = self._of(address)
        if not taken.waiting and not await self._must_wait(taken):
            return True
        if taken.waiting >= LINE:
            return False
        until = self.now() + PATIENCE
        taken.waiting += 1
        try:
            async with taken.line:
                while await self._must_wait(taken):
                    if self.now() >= until:
                        return False
                    await self.sleep(LOOK_AGAIN)
        finally:
            taken.waiting -= 1
        return True

    async def measured(self, address: str, work: Awaitable[None]) -> None:
        """Do the work, and count what it takes of the processor while it goes on."""
        taken = self._of(address)
        taken.add(EXPECTED, self.now())
        try:
            await _Measured(work, self, taken)
        finally:
            taken.add(-EXPECTED, self.now())

    async def _must_wait(self, taken: Taken) -> bool:
        taken.add(0, self.now())
        return taken.ahead > AHEAD and self._others_ask(taken) and await self.busy()

    def _others_ask(self, taken: Taken) -> bool:
        """Whether another address has asked for something lately: those that asked last stand last."""
        latest = itertools.islice(reversed(self._taken.values()), 2)
        return any(other is not taken and self.now() - other.asked < COMPANY for other in latest)

    def _of(self, address: str) -> Taken:
        taken = self._taken.get(address)
        if taken is None:
            taken = self._taken[address] = Taken(self.now())
            if len(self._taken) > ADDRESSES_MOST:
                self._taken.popitem(last=False)
        else:
            self._taken.move_to_end(address)
            taken.asked = self.now()
        return taken


class _Measured:
    """An awaitable that counts the processor time of every step of another; what it waits for costs nothing."""

    __slots__ = ("_taken", "_work", "_work_of")

    def __init__(self, work: Awaitable[None], work_of: Work, taken: Taken) -> None:
        self._work, self._work_of, self._taken = work, work_of, taken

    def __await__(self) -> Generator[Any, Any, None]:
        steps = self._work.__await__()
        go_on: Callable[[], Any] = lambda: next(steps)  # noqa: E731 - replaced at every step
        while True:
            began = self._work_of.spent()
            try:
                waits_for = go_on()
            except StopIteration:
                return
            finally:
                self._taken.add(self._work_of.spent() - began, self._work_of.now())
            try:
                sent = yield waits_for
            except BaseException as thrown:  # handed on, whatever it is: a cancelled task among them
                go_on = _throwing(steps, thrown)
            else:
                go_on = _sending(steps, sent)


def _throwing(steps: Any, thrown: BaseException) -> Callable[[], Any]:
    return lambda: steps.throw(thrown)


def _sending(steps: Any, sent: object) -> Callable[[], Any]:
    return lambda: steps.send(sent)
