"""What an earlier PostgreSQL left: perhaps itself, its file postmaster.pid, and the lock of its socket."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from server.ops.embedded.child import CouldNotStart

PROGRAMS = (b"postgres", b"initdb")


def is_ready(folder: Path, pid: int) -> bool:
    """Whether the postmaster `pid` takes connections; it writes so on line 8 of its pid file (as pg_ctl reads it)."""
    try:
        lines = (folder / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def clear(folder: Path, sockets: Path, seconds: float) -> None:
    """End a PostgreSQL that still works on this folder (its parent was killed), and remove what it left.

    It is looked for among the processes: one that just starts has not written its number yet, and the number in a file
    may be another's by now. Call it only while holding the folder's lock. Raises CouldNotStart when it does not go.
    """
    until = time.monotonic() + seconds
    asked: set[int] = set()
    while working := _working_on(folder):
        for pid in working - asked:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        asked |= working
        if time.monotonic() > until:
            numbers = " ".join(str(pid) for pid in sorted(working))
            raise CouldNotStart(
                f"An earlier PostgreSQL (process {numbers}) still uses {folder}: end it with 'kill -9 {numbers}'."
            )
        time.sleep(0.02)
    # Removed by us: PostgreSQL would refuse where a number in them is another process's by now, or still that of a dead
    # one whose parent has not taken note.
    for path in (folder / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def _working_on(folder: Path) -> set[int]:
    """The processes that were started as PostgreSQL on this folder."""
    return {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _works_on(path, folder)}


def _works_on(process: Path, folder: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        if b"-D" not in words or words[words.index(b"-D") + 1] != os.fsencode(folder):
            return False
        names = {word.rpartition(b"/")[2] for word in words[: words.index(b"-D")]}
        return bool(names.intersection(PROGRAMS)) and _is_in(process, folder)
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return False


def _is_in(process: Path, folder: Path) -> bool:
    """Whether it stands in this very folder: one in a container may have another by the same name."""
    try:
        return (process / "cwd").samefile(folder)
    except PermissionError:  # a container's root may not look at others' processes, and sees none from outside
        return process.stat().st_uid == folder.stat().st_uid
