"""What an earlier PostgreSQL left in its folder: the file postmaster.pid, and perhaps itself."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from server.embedded.child import CouldNotStart


def is_ready(folder: Path, pid: int) -> bool:
    """Whether the postmaster `pid` takes connections; it writes so on line 8 of its pid file (as pg_ctl reads it)."""
    lines = _lines(folder)
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def clear(folder: Path, seconds: float) -> None:
    """End a PostgreSQL that still stops on this folder (its parent was killed), and remove a stale pid file.

    Call it only while holding the folder's lock. Raises CouldNotStart when the old one does not go.
    """
    lines = _lines(folder)
    if not lines or not lines[0].strip().isdigit():
        return
    pid = int(lines[0])
    until = time.monotonic() + seconds
    if _works_on(pid, folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    while _works_on(pid, folder):
        if time.monotonic() > until:
            raise CouldNotStart(
                f"An earlier PostgreSQL (process {pid}) still uses {folder}: end it with 'kill -9 {pid}'."
            )
        time.sleep(0.02)
    # Removed by us: a number that another process got meanwhile would make PostgreSQL refuse.
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _lines(folder: Path) -> list[str]:
    try:
        return (folder / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _works_on(pid: int, folder: Path) -> bool:
    process = Path("/proc") / str(pid)
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(folder) in words and any(word.endswith(b"postgres") for word in words)
