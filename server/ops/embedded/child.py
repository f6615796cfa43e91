"""A process that we start and stop, and that never outlives us."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from server.ops.embedded import log as logs

PR_SET_PDEATHSIG = 1
LAST = 20_000  # bytes at the end of a log in which to look for the cause of a failure
_libc = ctypes.CDLL(None, use_errno=True)


def die_with(parent: int, which: signal.Signals) -> None:
    """Call in a child: the kernel sends it `which` when the parent's thread that started it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(which), 0, 0, 0)
    if os.getppid() != parent:  # it died between fork and prctl
        os._exit(1)


class CouldNotStart(Exception):
    """Something that must run does not. The text is one sentence that tells the person at the terminal what to do."""


class NoRoom(CouldNotStart):
    """It does not run because a disk is full. That passes once somebody makes room."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"The disk is full: make room where {folder} lies.")


class Become(TypedDict, total=False):
    """The arguments to subprocess that start a process as another user."""

    user: int
    group: int
    extra_groups: list[int]


class Child:
    """One process in its own process group, so that Ctrl-C at the terminal reaches only us. It dies when we do.

    Start it from the main thread: the kernel sends `at_our_death` when the thread that started it ends.
    """

    def __init__(self, name: str, command: Sequence[str], log: Path, *, at_our_death: signal.Signals) -> None:
        self.name = name
        self.command = list(command)
        self.log = log
        self._at_our_death = at_our_death
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0  # where in the log this start begins

    def start(self, *, env: Mapping[str, str], cwd: Path | None = None, become: Become | None = None) -> None:
        """Start it, appending its output to its log. Returns at once; `wait_until` says when it is ready."""
        parent = os.getpid()

        def in_child() -> None:
            die_with(parent, self._at_our_death)

        try:
            with logs.opened(self.log) as log:
                self._began = log.tell()
                self._process = subprocess.Popen(
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=dict(env),
                    cwd=cwd,
                    **(become or {}),
                    process_group=0,
                    preexec_fn=in_child,  # noqa: PLW1509 (a handful of starts, before we have threads)
                )
        except OSError as error:
            raise CouldNotStart(f"{self.name} could not be started ({error.strerror}): {self.command[0]}") from error

    @property
    def pid(self) -> int:
        """Its process id; 0 before the start."""
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        """Whether it is running."""
        return self._process is not None and self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """True as soon as `ready()` holds; False if it exits first, or after that many seconds."""
        until = time.monotonic() + seconds
        while self.alive and time.monotonic() < until:
            if ready():
                return True
            time.sleep(0.01)
        return False

    def stop(self, gently: signal.Signals, seconds: float) -> None:
        """Signal it with `gently`; after that many seconds kill its whole group. Harmless when it has exited."""
        if self._process is None:
            return
        if self.alive:
            self._process.send_signal(gently)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process.wait()

    def kill(self) -> None:
        """Kill its whole process group now."""
        if self._process is not None and self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def said(self) -> str:
        """What it has written to its log since this start; only the end of a long one."""
        with suppress(FileNotFoundError), self.log.open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._began if self._began <= end else 0, end - LAST))
            return log.read().decode("utf-8", "replace")
        return ""

    def last_words(self) -> str:
        """The last line of its log, for a sentence that says what went wrong."""
        lines = self.said().strip().splitlines()
        return lines[-1].strip() if lines else ""
