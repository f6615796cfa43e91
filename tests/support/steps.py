"""How much is done, counted in calls: the same on every machine, however busy."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


def calls(act: Callable[[], object]) -> int:
    """How many functions `act` calls, Python's and C's, in this thread."""
    count = 0

    def seen(frame: FrameType, event: str, about: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def ends_by_itself(seconds: float = 60) -> Iterator[None]:
    """AssertionError when the block has used a minute of the processor: it would never end. Main thread only."""

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"did not end in {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
