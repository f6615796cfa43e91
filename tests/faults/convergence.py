"""R2: how long a page needs to come to where the board was when it connected."""

import asyncio
from urllib.parse import urlsplit

from tests.faults.chaos import Chaos
from tests.faults.world import World
from tests.support.stream import Stream


class Convergence:
    """Watches the board's number and every page's. `samples` are seconds, one per connection that could be measured.

    The time counts from the connection, or from when the last fault that fell into it was over.
    """

    def __init__(self, world: World, streams: list[Stream], chaos: Chaos) -> None:
        self.world, self.streams, self.trouble, self.history = world, streams, chaos.trouble, chaos.history
        self.samples: list[float] = []
        self._heads: list[tuple[float, int]] = []
        self._counted = [len(stream.connected) for stream in streams]
        self._waiting: dict[int, tuple[float, int]] = {}
        self._task: asyncio.Task[None] | None = None
        self._over = False

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.ensure_future(self._watch())

    async def stop(self) -> None:
        """Watch no more."""
        self._over = True  # not cancelled: asyncpg does not like to be, in the middle of a question
        if self._task is not None:
            await self._task

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        ticks = 0
        while not self._over:
            if ticks % 5 == 0:
                head = await self.world.ask("SELECT seq FROM board WHERE id = $1", self.world.people.board.id)
                if isinstance(head, int):
                    self._heads.append((loop.time(), head))
            ticks += 1
            for place, stream in enumerate(self.streams):
                self._look(place, stream, loop.time())
            await asyncio.sleep(0.04)

    def _look(self, place: int, stream: Stream, now: float) -> None:
        if len(stream.connected) > self._counted[place]:
            self._counted[place] = len(stream.connected)
            since = stream.connected[-1]
            self._waiting[place] = since, self._head(since)
        if place in self._waiting and stream.seq >= self._waiting[place][1]:
            since, _ = self._waiting.pop(place)
            healed = [end for began, end in self.trouble if began < now and end > since]
            took = max(0.0, now - max([since, *(end for end in healed if end <= now)]))
            self.samples.append(took)
            if took > 1:
                base = urlsplit(stream.browser.base).port
                self.history.note("a slow page", seconds=round(took, 2), base=base, who=stream.path, waited=now - since)

    def _head(self, at: float) -> int:
        return max((seq for when, seq in self._heads if when <= at), default=0)

    def overdue(self, now: float, most: float) -> list[str]:
        """Pages that are connected, undisturbed and have not come to where they should be in `most` seconds."""
        last = max((end for _, end in self.trouble), default=0.0)
        return [
            f"{self.streams[place].path} is at {self.streams[place].seq}, not {head}"
            for place, (since, head) in self._waiting.items()
            if now - max(since, last) > most
        ]


def share(samples: list[float], part: float) -> float:
    """The value below which `part` of the samples lie (nearest rank)."""
    ranked = sorted(samples)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else 0.0
