"""Waiting for a condition instead of for a time."""

import asyncio
import time
from collections.abc import Callable
from inspect import isawaitable

PATIENCE = 60.0
"""After so many seconds, it is not coming. No test asks for less: a busy machine is slow, not wrong."""


def comes_true(condition: Callable[[], object]) -> bool:
    """Whether it comes true, asked every 20 ms; for tests without a loop."""
    end = time.monotonic() + PATIENCE
    while not (holds := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return bool(holds)


async def until(condition: Callable[[], object], *, seconds: float = PATIENCE, what: str = "the condition") -> object:
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
