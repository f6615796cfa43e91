"""Waiting for a condition instead of for a time."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable


async def until(condition: Callable[[], object], *, seconds: float = 5, what: str = "the condition") -> object:
    """The first true answer of `condition` (plain or async), asked every 20 ms. AssertionError after `seconds`."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        answer = condition()
        if isawaitable(answer):
            answer = await answer
        if answer:
            return answer
        if loop.time() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        await asyncio.sleep(0.02)
