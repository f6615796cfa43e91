"""The logs of the processes we start: readable by this user only, and never larger than twice LIMIT."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

LIMIT = 5_000_000  # bytes, for a log and for the one before it


def opened(path: Path) -> BinaryIO:
    """Open a log for appending, at its end."""
    bound(path)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.lseek(file, 0, os.SEEK_END)
    return os.fdopen(file, "ab")


def bound(path: Path) -> None:
    """Once a log has grown past LIMIT, keep it as NAME.1 and start it afresh; whoever writes to it need not know.

    On a full disk this waits: nothing grows there, and a log that says why is worth more than a little room.
    """
    with suppress(OSError):
        if path.stat().st_size <= LIMIT:
            return
        before = path.with_name(f"{path.name}.1")
        copy = path.with_name(f"{path.name}.new")
        try:
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
            copy.rename(before)
        finally:
            copy.unlink(missing_ok=True)
        os.truncate(path, 0)
