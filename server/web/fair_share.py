"""How much of a server's time the browsers behind one address may have, once it is busy with them.

A browser is cheap to make: one person with ten seats has ten budgets. So what counts here is the work itself: for how
long all that one address asks for keeps the event loop, which works for everybody. An address that keeps it for more
than its share is what makes the server busy. While others ask too, two of its requests are worked on at a time, and the
rest wait in a line of its own; everybody else passes, and at every step has at most those two before them. What nobody
else wants stays its own: 1,500 people in one hospital are one address too, and must come in.
"""

import asyncio
import itertools
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from typing import Any

SHARE = 0.75
"""Of the loop's time: an address that takes more is one that others have to wait for."""
AHEAD = 0.5
"""Seconds that an address may be beyond its share, as one is for a moment whenever many come at once."""
AT_WORK = 2
"""Requests that are worked on at a time for an address beyond its share. With one alone the loop would rest whenever
that one waits for the database."""
COMPANY = 5.0
"""Seconds for which an address counts as one that asks, after its last request."""
LOOK_AGAIN = 0.25
PATIENCE = 10.0
"""Seconds in line until an answer says that it is too much."""
LINE = 2000
"""Requests of one address that may stand in line; each browser has one there at a time."""
ADDRESSES_MOST = 50_000
PLACE = "peerboard.place"


async def pause(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, so many seconds at the most."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


class Taken:
    """What one address has had of the loop beyond its share, what is at work for it, and its line."""

    __slots__ = ("ahead", "asked", "at", "at_work", "done", "line", "waiting")

    def __init__(self, now: float) -> None:
        self.ahead, self.at, self.asked = 0.0, now, now
        self.waiting = self.at_work = 0
        self.line, self.done = asyncio.Lock(), asyncio.Event()

    def add(self, seconds: float, now: float) -> None:
        """Count work; what the share gives runs on with time."""
        self.ahead = max(0.0, self.ahead - (now - self.at) * SHARE + seconds)
        self.at = now


class Place:
    """One of the AT_WORK. Whoever waits for long, for something else than the database, gives it up before: two open
    pages, or two who wait for a file, would leave their address none."""

    __slots__ = ("_taken",)

    def __init__(self, taken: Taken) -> None:
        self._taken: Taken | None = taken
        taken.at_work += 1

    def give_up(self) -> None:
        """Let the next one of the address go on."""
        if self._taken is not None:
            self._taken.at_work -= 1
            self._taken.done.set()
            self._taken = None


class Work:
    """One server's work by address. The clock, the measure of work and the waiting are given, so that tests can say
    what they are."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        spent: Callable[[], float] = time.perf_counter,
        pause: Callable[[asyncio.Event, float], Awaitable[None]] = pause,
    ) -> None:
        self.now, self.spent, self.pause = now, spent, pause
        self._taken: OrderedDict[str, Taken] = OrderedDict()

    async def may_begin(self, address: str) -> bool:
        """True when a request of this address may be worked on: at once, or after a wait in the address's line while
        others ask, it is beyond its share and AT_WORK of its requests are at work. False when the line is too long.
        Who is let through goes on with `measured`, at once."""
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
        """One of the AT_WORK places of an address, for who was let through."""
        return Place(self._of(address))

    async def measured(self, address: str, work: Awaitable[None], place: Place | None = None) -> None:
        """Do the work, and count how long each of its steps keeps the loop; whether its place was given up or not."""
        place = place or self.place(address)
        try:
            await _Measured(work, self, self._of(address))
        finally:
            place.give_up()

    def _must_wait(self, taken: Taken) -> bool:
        taken.add(0, self.now())
        return taken.ahead > AHEAD and taken.at_work >= AT_WORK and self._others_ask(taken)

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
    """An awaitable that counts the time of every step of another; what it waits for costs nothing."""

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
            except BaseException as thrown:  # handed on, whatever it is: a cancelled task among them
                go_on, given = steps.throw, thrown
