"""`peerboard serve` and `peerboard work` as child processes, each with its own log and process group."""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx2

from server.ops.embedded import Child
from tests.support.forks import Forked
from tests.support.site import SECRET, STAY, free_port
from tests.support.waiting import PATIENCE, until
from tests.support.wire import Wire

PEERBOARD, CLOCK = Path(sys.executable).parent / "peerboard", "PEERBOARD_CLOCK_FILE"


def environment(database_url: str, redis_url: str, **settings: object) -> dict[str, str]:
    """The environment of a product process: PEERBOARD_… and, of our own, the clock and the path to programs."""
    told = {"database_url": database_url, "redis_url": redis_url, "secret": SECRET, **STAY, **settings}
    env = {name: value for name, value in os.environ.items() if name == CLOCK or not name.startswith("PEERBOARD_")}
    return env | {f"PEERBOARD_{name.upper()}": str(value) for name, value in told.items()}


class Process:
    """A child process that may be killed and started again. `anew`: it loads the product itself, as an operator's."""

    def __init__(
        self, name: str, arguments: list[str], env: Mapping[str, str], folder: Path, *, anew: bool = False
    ) -> None:
        self.name, self.env = name, dict(env)
        self.log = folder / f"{name}.log"
        kind, command = (Child, [str(PEERBOARD), *arguments]) if anew else (Forked, arguments)
        self._child = kind(name, command, self.log, at_our_death=signal.SIGKILL)

    @property
    def pid(self) -> int:
        """Its process id; 0 before the start."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether it is running."""
        return self._child.alive

    @property
    def status(self) -> int | None:
        """With what it ended; None while it runs."""
        return self._child._process.poll() if self._child._process else None

    async def start(self, *, seconds: float = PATIENCE) -> None:
        """Start it and return when it is ready; otherwise AssertionError with the end of its log."""
        self._child.start(env=self.env)
        try:
            await until(self._ready_or_dead, seconds=seconds, what=f"{self.name} to be ready")
            assert self.alive, f"{self.name} ended"
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.tail()}") from None

    async def ready(self) -> bool:
        """Whether it is ready for work."""
        return self.alive

    def send(self, which: signal.Signals) -> None:
        """Send a signal to this process alone."""
        os.kill(self.pid, which)

    def kill(self) -> None:
        """kill -9 its whole group."""
        if self.alive:
            self.send(signal.SIGCONT)
        self._child.kill()

    def stop(self, seconds: float = 10) -> None:
        """SIGTERM, and kill -9 if it has not exited in time."""
        self._child.stop(signal.SIGTERM, seconds)

    def tail(self, lines: int = 30) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:]) if self.log.exists() else ""

    async def _ready_or_dead(self) -> bool:
        return not self.alive or await self.ready()


class Server(Process):
    """One `peerboard serve`."""

    def __init__(self, name: str, env: Mapping[str, str], folder: Path, *, port: int = 0, workers: int = 1) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        told = {"PEERBOARD_PUBLIC_URL": self.url, **env}
        at = ["--host", "127.0.0.1", "--port", str(self.port)]
        # Several that count together have to know that before the library that counts is loaded.
        super().__init__(name, ["serve", *at, "--workers", str(workers)], told, folder, anew=workers != 1)

    async def ready(self) -> bool:
        """Whether /readyz says so."""
        # Asked every 20 ms; httpx2's own carrier would take three times as much of the processor.
        async with httpx2.AsyncClient(trust_env=False, timeout=2, transport=Wire()) as http:
            try:
                return (await http.get(f"{self.url}/readyz")).status_code == 200
            except httpx2.HTTPError:
                return False


class Worker(Process):
    """One `peerboard work`."""

    def __init__(self, name: str, env: Mapping[str, str], folder: Path) -> None:
        super().__init__(name, ["work"], env, folder)
