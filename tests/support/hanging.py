"""A test that never ends says where it waits, and fails, instead of keeping everything from ending."""

import asyncio
import faulthandler
import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

NEVER = 900.0
"""Seconds after which a test will not end. Each wait of a test gives up after a minute (tests/support/waiting.py), and
on the slowest machine known the whole suite takes some twenty: this says nothing about how fast anything is."""
STATUS = 70
FRAMES = ("cr_frame", "ag_frame", "gi_frame")
AWAITS = ("cr_await", "ag_await", "gi_yieldfrom")


@contextmanager
def ends(name: str, told: TextIO, *, never: float = NEVER) -> Iterator[None]:
    """If what is done in here takes longer than `never` seconds, say on `told` which test it was and where each task
    and thread waits, and end this process: pytest-xdist then reports the test as the one in which its process crashed,
    and goes on with the others in a new one. faulthandler_timeout would show a loop that waits, and not for what."""
    over = threading.Timer(never, _tell, (name, told))
    over.daemon = True
    over.start()
    try:
        yield
    finally:
        over.cancel()


def _tell(name: str, told: TextIO) -> None:
    print(f"\n{name} has not ended. Its tasks:", file=told, flush=True)
    for loop in [each for each in gc.get_objects() if isinstance(each, asyncio.AbstractEventLoop)]:
        for task in asyncio.all_tasks(loop):
            print(task.get_name(), *_awaits(task.get_coro()), sep="\n    ", file=told, flush=True)
    faulthandler.dump_traceback(told)
    os._exit(STATUS)


def _awaits(each: Any) -> Iterator[str]:
    """Where a task waits, outermost first. Its own stack has only the first of them."""
    while each is not None:
        frame = next((getattr(each, name) for name in FRAMES if hasattr(each, name)), None)
        yield f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}" if frame else repr(each)
        each = next((getattr(each, name) for name in AWAITS if hasattr(each, name)), None)
