"""All voters of an election, a limited number of them at a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import httpx2

from server.ops.replay.voter import Refused, Voter

T = TypeVar("T")


class Crowd:
    """`size` voters at `base`, at most `concurrency` of whom act at once. `refused` says why some could not act."""

    def __init__(self, base: str, size: int, concurrency: int) -> None:
        limits = httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
        self._transport = httpx2.AsyncHTTPTransport(limits=limits)
        self._concurrency = concurrency
        self.stranger = Voter(base, self._transport)
        """Somebody who never joins."""
        self.voters = [Voter(base, self._transport) for _ in range(size)]
        self.refused: list[str] = []

    async def each(
        self, pairs: Sequence[T], act: Callable[[T], Awaitable[None]], done: Callable[[], object], seconds: float = 0
    ) -> float:
        """Let everyone act, spread over `seconds`; `done` is called after each. Returns the seconds it took.

        A refusal is noted and the others go on; raises Unreachable when nobody answers."""
        began, waiting = time.monotonic(), iter(enumerate(pairs))

        async def one_after_another() -> None:
            for number, pair in waiting:
                await asyncio.sleep(max(0.0, began + seconds * number / len(pairs) - time.monotonic()))
                try:
                    await act(pair)
                except Refused as reason:
                    self.refused.append(str(reason))
                done()

        tasks = [asyncio.create_task(one_after_another()) for _ in range(min(self._concurrency, len(pairs)))]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        return time.monotonic() - began

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()
