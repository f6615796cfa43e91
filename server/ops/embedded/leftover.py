"""What an earlier PostgreSQL may have left behind: a running process, postmaster.pid, and its socket's lock."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from server.ops.embedded.child import CouldNotStart

PROGRAMS = (b"postgres", b"initdb")


def is_ready(folder: Path, pid: int) -> bool:
    """Whether the postmaster `pid` takes connections. Like pg_ctl, we read that from line 8 of its pid file."""
    try:
        lines = (folder / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def clear(folder: Path, sockets: Path, seconds: float) -> None:
    """Stop a PostgreSQL that still works on this folder (its parent was killed), and remove what it left.

    We look for it among the processes: one that is just starting has not written its pid yet, and the pid in the file
    may belong to another process by now. Call this only while holding the folder's lock. Raises CouldNotStart when it
    will not stop.
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
    # PostgreSQL refuses to start if the pid in them is in use, be it by another process or by a zombie, so we remove
    # them ourselves.
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
    except (FileNotFoundError, ProcessLookupError):  # it has exited meanwhile
        return False


def _is_in(process: Path, folder: Path) -> bool:
    """Whether its working directory is this very folder: in a container, the same path can be another folder."""
    try:
        return (process / "cwd").samefile(folder)
    except PermissionError:  # root in a container may not inspect other users' processes, and sees none from outside
        return process.stat().st_uid == folder.stat().st_uid
