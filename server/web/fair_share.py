"""How much of a server's time the browsers behind one address may use once they keep it busy.

A browser is cheap to make: one person with ten seats has ten budgets. So what is measured here is the work itself: how
long the requests from one address occupy the event loop, which everybody shares. An address that takes more than its
share is what makes the server busy. While others are asking too, two of its requests are worked on at a time and the
rest queue behind each other; everybody else goes ahead, and at each step waits for at most those two. Time that nobody
else wants, it may have: 1,500 people in one hospital are one address too, and must get in.
"""

import asyncio
import itertools
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from typing import Any

SHARE = 0.75
"""The fraction of the loop's time that one address may take before others would have to wait for it."""
AHEAD = 0.5
"""Seconds of work by which an address may exceed its share, as happens for a moment whenever many come at once."""
AT_WORK = 2
"""Requests worked on at a time for an address beyond its share. With only one, the loop would be idle whenever that one
waits for the database."""
COMPANY = 5.0
"""Seconds after its last request for which an address counts as asking."""
LOOK_AGAIN = 0.25
PATIENCE = 10.0
"""Seconds a request waits in the queue before it is refused."""
LINE = 2000
"""Requests from one address that may be queued; each browser has one there at a time."""
ADDRESSES_MOST = 50_000
PLACE = "peerboard.place"


async def pause(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, for at most so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


class Taken:
    """One address: the loop time it has taken beyond its share, its requests at work, and its queue."""

    __slots__ = ("ahead", "asked", "at", "at_work", "done", "line", "waiting")

    def __init__(self, now: float) -> None:
        self.ahead, self.at, self.asked = 0.0, now, now
        self.waiting = self.at_work = 0
        self.line, self.done = asyncio.Lock(), asyncio.Event()

    def add(self, seconds: float, now: float) -> None:
        """Add work, and let the share of the time since last time pay for it."""
        self.ahead = max(0.0, self.ahead - (now - self.at) * SHARE + seconds)
        self.at = now


class Place:
    """One of an address's AT_WORK places. A request that waits long for anything but the database must give it up
    first: otherwise two open pages, or two people waiting for a file, would leave their address none."""

    __slots__ = ("_taken",)

    def __init__(self, taken: Taken) -> None:
        self._taken: Taken | None = taken
        taken.at_work += 1

    def give_up(self) -> None:
        """Let the address's next request go on. Safe to call twice."""
        if self._taken is not None:
            self._taken.at_work -= 1
            self._taken.done.set()
            self._taken = None


class Work:
    """One server's work, by address. The clock, the measure of work and the waiting are parameters for the sake of
    tests."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        spent: Callable[[], float] = time.perf_counter,
        pause: Callable[[asyncio.Event, float], Awaitable[None]] = pause,
    ) -> None:
        self.now, self.spent, self.pause = now, spent, pause
        self._taken: OrderedDict[str, Taken] = OrderedDict()

    async def may_begin(self, address: str) -> bool:
        """Whether a request from this address may be worked on: True at once, or after a wait in the address's queue
        while it is beyond its share, AT_WORK of its requests are at work and others are asking. False when the queue is
        full or the wait exceeds PATIENCE. After True, call `measured` at once."""
        taken = self._of(address)
        if not taken.waiting and not self._must_wait(taken):
            return True
        if taken.waiting >= LINE:
            return False
        until = self.now() + PATIENCE
        taken.waiting += 1
        try:
            async with taken.line:
                while self._must_wait(taken):
                    if self.now() >= until:
                        return False
                    taken.done.clear()
                    await self.pause(taken.done, LOOK_AGAIN)
        finally:
            taken.waiting -= 1
        return True

    def place(self, address: str) -> Place:
        """Take one of the address's AT_WORK places, for a request that was let through."""
        return Place(self._of(address))

    async def measured(self, address: str, work: Awaitable[None], place: Place | None = None) -> None:
        """Do the work, and count how long each of its steps occupies the loop, even after its place was given up."""
        place = place or self.place(address)
        try:
            await _Measured(work, self, self._of(address))
        finally:
            place.give_up()

    def _must_wait(self, taken: Taken) -> bool:
        taken.add(0, self.now())
        return taken.ahead > AHEAD and taken.at_work >= AT_WORK and self._others_ask(taken)

    def _others_ask(self, taken: Taken) -> bool:
        """Whether another address has asked for something lately. The dict is in the order of their last requests."""
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
    """An awaitable that runs another and counts the time of each of its steps; the waits in between cost nothing."""

    __slots__ = ("_taken", "_work", "_work_of")

    def __init__(self, work: Awaitable[None], work_of: Work, taken: Taken) -> None:
        self._work, self._work_of, self._taken = work, work_of, taken

    def __await__(self) -> Generator[Any, Any, None]:
        steps: Any = self._work.__await__()
        go_on, given = steps.send, None  # type: tuple[Callable[[Any], Any], Any]
        while True:
            began = self._work_of.spent()
            try:
                waits_for = go_on(given)
            except StopIteration:
                return
            finally:
                self._taken.add(self._work_of.spent() - began, self._work_of.now())
            try:
                go_on, given = steps.send, (yield waits_for)
            except BaseException as thrown:  # passed on, whatever it is, cancellation included
                go_on, given = steps.throw, thrown
