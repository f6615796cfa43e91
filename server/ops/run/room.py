"""Room on the data folder's disk: we warn before it runs out, and wait when it has."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from server.ops.embedded import NoRoom, cause

LITTLE = 500_000_000  # bytes; below this we warn
FULL = 32_000_000  # bytes, two files of its log; with less, PostgreSQL stops at its next write
LOOK = 60.0  # seconds between looks
WAIT = 2.0  # seconds between tries while there is no room

Done = TypeVar("Done")


class Room:
    """The disk of one folder. Says each thing once, on stderr."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._looked: float | None = None
        self._told = False

    def look(self) -> None:
        """Warn when little is left; call it as often as you like."""
        now = time.monotonic()
        if self._looked is not None and now - self._looked < LOOK:
            return
        self._looked = now
        words = little(self.folder)
        if words and not self._told:
            _say(words)
        self._told = words is not None

    @property
    def full(self) -> bool:
        """Whether so little is left that PostgreSQL will not get far."""
        return free(self.folder) < FULL

    def until_there_is(self, step: Callable[[], Done]) -> Done:
        """Do a step. While the disk is too full for it, say so and keep trying until there is room."""
        told = False
        while True:
            try:
                if self.full:
                    raise NoRoom(self.folder)
                done = step()
            except (NoRoom, OSError) as error:
                if isinstance(error, OSError) and error.errno not in cause.FULL:
                    raise
                if not told:
                    words = NoRoom(self.folder) if isinstance(error, OSError) else error
                    _say(f"{words} Peerboard goes on by itself as soon as there is some (Ctrl-C stops it).")
                told = True
                time.sleep(WAIT)
            else:
                if told:
                    _say("There is room again: Peerboard goes on.")
                return done


def free(folder: Path) -> int:
    """Bytes that this user can still write where the folder is, or will be."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free


def little(folder: Path) -> str | None:
    """The warning, when little is left."""
    left = free(folder)
    if left >= LITTLE:
        return None
    return f"Only {left // 1_000_000} MB are left on the disk of {folder}: make room soon, without it nothing is saved."


def checked(folder: Path) -> tuple[str, bool, str]:
    """The line of `peerboard check` about the disk: name, ok, sentence."""
    words = little(folder)
    return "disk", words is None, words or f"{free(folder) // 1_000_000} MB are left"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
