"""`peerboard run` as a child process, seen as the person at the terminal sees it."""

import asyncio
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil

from server.checkout import CHECKOUT
from tests.support.forks import run

PEERBOARD = [sys.executable, "-m", "server"]


def environment(**more: str) -> dict[str, str]:
    """Our environment without any setting of the product, so that tests see the defaults."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PEERBOARD_")} | more


async def peerboard_beside(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end, beside whatever runs in this process."""
    return await asyncio.to_thread(peerboard, *words, **env)


def peerboard(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The same for a test without a loop. In one with a loop, a server that runs in this process would stand still,
    with whatever it has locked, until the command gives up waiting for that."""
    assert asyncio._get_running_loop() is None, "await peerboard_beside"
    return run(words, env=environment(**env), seconds=60)


def started_as(process: psutil.Process) -> list[str]:
    """How a process was started; nothing, if it has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


class Running:
    """A `peerboard run`. `said` is what it printed until it was ready.

    `in_background`: as a shell starts what is followed by &, with Ctrl-C's signal ignored.
    """

    def __init__(self, data: Path, port: int, *words: str, in_background: bool = False, **env: str) -> None:
        self.data, self.port, self.said = data, port, ""
        self.process = subprocess.Popen(
            [*PEERBOARD, "run", "--data", str(data), "--port", str(port), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            cwd=CHECKOUT,
            env=environment(PYTHONIOENCODING="utf-8", **env),
            preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if in_background else None,  # noqa: PLW1509
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C stops" in line:
                break
        assert "Ctrl-C stops" in self.said, self.said

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> list[psutil.Process]:
        """Every process that it started, and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process:
        """The child with this word in its command line."""
        return next(each for each in psutil.Process(self.process.pid).children() if word in started_as(each))

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Stop it; its exit code. Whatever is left of it after a minute is killed."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            for child in [*self.children(), psutil.Process(self.process.pid)]:
                child.kill()
            self.process.wait()
        return self.process.returncode
