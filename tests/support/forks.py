"""`peerboard …` as processes that begin where the product is already loaded.

Loading it takes more than a second of the processor, and tests start it a hundred times. So each process that runs
tests has one beside it that has loaded the product and done nothing with it: no settings are read, no feature is
declared, nothing is connected. Each command is a fork of that one, with its own environment, output, process group and
end; it goes through `server.cli.main` as any other does. What a command loads, in which order, and how it is installed
is for tests that start it anew (tests/platform/running.py, test_loading.py).
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

from server.checkout import CHECKOUT
from server.ops.embedded import Child
from server.ops.embedded import log as logs
from server.ops.embedded.child import die_with

LOADED = ("server.cli", "schemas.tables", "server.app", "server.web.http_protocol", "server.live.protocol", "uvicorn",
          "workers.main", "uvloop", "httptools", "websockets.sync.client", "lxml.html")  # fmt: skip
MOST = 1 << 17  # bytes of what is asked for at once
ITSELF = "import sys; from tests.support.forks import attend; attend(int(sys.argv[1]))"


class Fork:
    """A command that was started; like `subprocess.Popen`, as far as we need it."""

    def __init__(self, words: Sequence[str], pid: int, told: int) -> None:
        self.args, self.pid, self.returncode = list(words), pid, None
        self._told = told

    returncode: int | None

    def poll(self) -> int | None:
        """With what it ended; None while it runs."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return when it has ended. Raises subprocess.TimeoutExpired."""
        status = self._look(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return status

    def send_signal(self, which: int) -> None:
        """Send it a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, which)

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is None:
            listens = select.poll()
            listens.register(self._told, select.POLLIN)
            if listens.poll(None if seconds is None else seconds * 1000):
                # Nothing, if the one that it is a fork of has ended: then so has this.
                self.returncode = int(os.read(self._told, 16) or -signal.SIGKILL)
                os.close(self._told)
        return self.returncode


def fork(
    words: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    out: IO[bytes],
    err: IO[bytes],
    at_our_death: signal.Signals = signal.SIGKILL,
) -> Fork:
    """Start `peerboard` with these words, in a process group of its own."""
    listens, told = os.pipe()
    order = {"words": list(words), "env": dict(env), "cwd": str(cwd), "at_our_death": int(at_our_death)}
    try:
        pid = _mother().ask(json.dumps(order).encode(), [out.fileno(), err.fileno(), told])
    finally:
        os.close(told)
    return Fork(words, pid, listens)


def run(words: Sequence[str], *, env: Mapping[str, str], seconds: float) -> subprocess.CompletedProcess[str]:
    """One command, to its end, with what it said."""
    with TemporaryFile() as out, TemporaryFile() as err:
        started = fork(words, env=env, cwd=CHECKOUT, out=out, err=err)
        try:
            status = started.wait(seconds)
        except subprocess.TimeoutExpired:
            started.send_signal(signal.SIGKILL)
            raise
        said = [_text(each) for each in (out, err)]
    return subprocess.CompletedProcess(started.args, status, *said)


class Forked(Child):
    """A `peerboard …` that writes a log."""

    def start(self, *, env: Mapping[str, str], cwd: Path | None = None, become: Any = None) -> None:
        """Start it, appending its output to its log. Returns at once."""
        assert become is None
        with logs.opened(self.log) as log:
            self._began = log.tell()
            at = self._at_our_death
            self._process = fork(  # type: ignore[assignment]
                self.command, env=env, cwd=cwd or Path.cwd(), out=log, err=log, at_our_death=at
            )


class _Mother:
    """The process that all others are forks of. It ends with us, and they with it."""

    def __init__(self) -> None:
        self._asked, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-c", ITSELF, str(its.fileno())],
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=CHECKOUT,
                env={name: value for name, value in os.environ.items() if not name.startswith("PEERBOARD_")},
                process_group=0,
            )
        self._one_at_a_time = threading.Lock()

    def ask(self, order: bytes, files: list[int]) -> int:
        """Have it start a command; the command's process id."""
        assert len(order) < MOST, "an environment as large as this was not expected"
        with self._one_at_a_time:
            socket.send_fds(self._asked, [order], files)
            answer = self._asked.recv(16)
        assert answer, "the process that has the product loaded has ended"
        return int(answer)


@cache
def _mother() -> _Mother:
    return _Mother()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8")


def attend(number: int) -> NoReturn:
    """In the process beside the tests: load the product, and become each command that is asked for, in a fork."""
    import gc

    from server.core import loading

    loading.begin()
    for name in LOADED:
        import_module(name)
    gc.freeze()
    words = _until_forked(socket.socket(fileno=number))
    sys.argv = ["peerboard", *words]
    import_module("server.cli").main()
    sys.exit(0)


def _until_forked(asked: socket.socket) -> list[str]:
    """Fork for each order, and tell with what each fork ended. Returns in the forks, with the words of the order."""
    mother = os.getpid()
    alive: dict[int, tuple[int, int]] = {}
    """What becomes readable when a fork ends → its process id, and whom to tell."""
    while True:
        ready, _, _ = select.select([asked.fileno(), *alive], [], [])
        for ended in alive.keys() & ready:
            pid, told = alive.pop(ended)
            os.close(ended)
            os.write(told, str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
            os.close(told)
        if asked.fileno() not in ready:
            continue
        order, files, _, _ = socket.recv_fds(asked, MOST, 3)
        if not order:
            os._exit(0)  # nobody is left to ask; the kernel ends the forks
        out, err, told = files
        pid = os.fork()
        if pid == 0:
            asked.detach()
            return _become(json.loads(order), mother, out, err)
        os.setpgid(pid, pid)  # here too: it may be killed before it has come to do so itself
        alive[os.pidfd_open(pid)] = pid, told
        asked.send(str(pid).encode())
        os.close(out)
        os.close(err)


def _become(order: dict[str, Any], mother: int, out: int, err: int) -> list[str]:
    os.setpgid(0, 0)
    die_with(mother, signal.Signals(order["at_our_death"]))
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.closerange(3, 4096)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    return list(order["words"])
