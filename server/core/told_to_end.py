"""Loops that go on in the background until they are cancelled."""

import asyncio


def end_if_told() -> None:
    """Raise CancelledError if the task that asks was told to end. A loop that survives errors asks at each turn: what a
    library does to put a connection away can fail too, and its error then takes the CancelledError's place. The loop
    would go on, and whoever waits for its end would wait for ever."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
