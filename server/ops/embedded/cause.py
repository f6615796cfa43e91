"""Finds in PostgreSQL's log why it stopped: the last line only says that it did."""

import errno
import re
from pathlib import Path

from server.ops.embedded.child import CouldNotStart, NoRoom

_LEVEL = re.compile(r"\b(?:FATAL|PANIC|ERROR|error):\s+(.+)$", re.MULTILINE)
_FULL = re.compile(r"No space left on device|Disk quota exceeded")
_LET_GO = re.compile(r"shared memory|lock file")

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def of(said: str) -> str:
    """The cause in its own words: the last error it logged, else its last line."""
    named = _LEVEL.findall(said)
    lines = said.strip().splitlines()
    return str(named[-1]).strip() if named else lines[-1].strip() if lines else "it said nothing"


def passes(said: str) -> bool:
    """Whether it will pass by itself: an old server has not let go of everything yet."""
    return _LET_GO.search(said) is not None


def failure(what: str, said: str, folder: Path, more: str = "") -> CouldNotStart:
    """The exception for `what` having failed on `folder` with this output; `more` says where to read on."""
    return NoRoom(folder) if _FULL.search(said) else CouldNotStart(f"{what}: {of(said)}{more}")


def refused(folder: Path, error: OSError) -> CouldNotStart:
    """The exception for a data folder that cannot be written."""
    if error.errno in FULL:
        return NoRoom(folder)
    return CouldNotStart(
        f"The data folder {folder} cannot be written ({error.strerror}): "
        "make it writable, or choose another with --data DIR."
    )
