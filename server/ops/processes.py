"""Several processes that answer at one address, and the one that keeps them there (`peerboard serve --workers N`).

Each has a socket of its own with the same address, so the kernel spreads connections evenly, and those that come while
a process is started again wait in its queue. They are forked when everything is loaded: that memory they share, and a
new one is there at once.
"""

import os
import signal
import socket
import stat
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from server.ops.embedded.child import die_with

APART = 1.0  # seconds between two starts of one process, at least: one that cannot live must not take the machine
TOLD = frozenset({signal.SIGCHLD, signal.SIGTERM, signal.SIGINT})

log = structlog.get_logger(__name__)


class Processes:
    """`keep` starts `serve(socket)` in a process for each socket and starts it again when it dies. SIGTERM goes on to
    all. `ended(pid)` is called for each that is gone. Nothing else may run in this process, threads least of all."""

    def __init__(
        self, sockets: Sequence[socket.socket], serve: Callable[[socket.socket], None], ended: Callable[[int], object]
    ) -> None:
        self._serve, self._ended = serve, ended
        self._sockets = sockets
        self._alive: dict[int, int] = {}
        """Process id → its place among the sockets."""
        self._due = dict.fromkeys(range(len(sockets)), 0.0)
        """Place without a process → when it is to have one."""
        self._leaving = False
        self._unclean = False

    def keep(self) -> int:
        """Return when all have ended: 0 if that was asked for and each ended cleanly, 1 if none of them can start."""
        signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
        while not self._leaving or self._alive:
            self._start_due()
            told = signal.sigtimedwait(TOLD, self._pause())
            if told is not None and told.si_signo != signal.SIGCHLD:
                self._pass_on(told.si_signo)
            self._bury()
        return int(self._unclean)

    def _start_due(self) -> None:
        for place, due in list(self._due.items()):
            if not self._leaving and due <= time.monotonic():
                del self._due[place]
                self._alive[self._fork(place)] = place

    def _pause(self) -> float:
        """Seconds until a process is to be started; long, if none is."""
        return max(0.0, min(self._due.values(), default=time.monotonic() + 60) - time.monotonic())

    def _fork(self, place: int) -> int:
        keeper = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            die_with(keeper, signal.SIGTERM)
            mine = self._sockets[place]
            for other in {*self._sockets} - {mine}:
                other.close()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
            self._serve(mine)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)

    def _pass_on(self, number: int) -> None:
        """Tell all to end; a second Ctrl-C does not wait for open requests."""
        hurried = self._leaving and number == signal.SIGINT
        for pid in self._alive:
            os.kill(pid, signal.SIGKILL if hurried else signal.SIGTERM)
        self._leaving = True
        for each in self._sockets:
            each.close()  # ours; the processes close theirs when they accept no more

    def _bury(self) -> None:
        while self._alive:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            place, code = self._alive.pop(pid), os.waitstatus_to_exitcode(status)
            self._ended(pid)
            self._unclean = self._unclean or (self._leaving and code != 0)
            if self._leaving:
                continue
            log.warning("a process ended and is started again", status=code)
            self._due[place] = time.monotonic() + APART * (code == 1)
            if code == 1 and not self._alive:  # none can start, and whoever started us should know
                self._leaving = self._unclean = True


def listening(host: str, port: int, uds: str | None, count: int) -> list[socket.socket]:
    """So many sockets with one address, bound and not yet listening; a unix socket is shared by all. Raises OSError."""
    if uds is not None:
        return [_unix(Path(uds))] * count
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made: list[socket.socket] = []
    for _ in range(count):
        each = socket.socket(family, kind, protocol)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        each.bind(made[0].getsockname() if made else address)  # with port 0 the first one chooses
        made.append(each)
    return made


def _unix(path: Path) -> socket.socket:
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.stat().st_mode):
            path.unlink()
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.bind(str(path))
    path.chmod(0o666)
    return made
