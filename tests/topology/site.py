"""Caddy with the committed Caddyfile in front of two `peerboard serve`, a `peerboard work` and a mail sink."""

import os
import signal
from pathlib import Path

from server.ops.embedded import Child
from tests.platform.test_caddy import Behind
from tests.support.forks import Forked
from tests.support.processes import Worker, environment
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import until


class House(Behind):
    """`url` is what people type. `leave(i)` takes a server down as a deploy does, `come(i)` brings the new one."""

    def __init__(self, folder: Path, database_url: str, redis_url: str, smtp_url: str) -> None:
        self._told = database_url, redis_url, smtp_url
        super().__init__(folder)
        self.worker = Worker("worker", self.environment, folder)

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the product is told, the same for all."""
        database_url, redis_url, smtp_url = self._told
        told = {"public_url": self.url, "trusted_proxies": "127.0.0.1", "smtp_url": smtp_url}
        return environment(database_url, redis_url, **told)

    async def leave(self, number: int) -> float:
        """SIGTERM to one server; the seconds until it was gone, which must be a clean end."""
        with Stopwatch() as watch:
            os.kill(self.servers[number].pid, signal.SIGTERM)
            await until(lambda: not self.servers[number].alive, what="the server to go")
        return watch.seconds

    async def come(self, number: int) -> None:
        """Start that server anew, and return when the proxy sends people to it again: until it has asked, there is no
        other to send them to."""
        before = self.found_up(number)
        self.servers[number].start(env=self.environment)
        await until(lambda: self.found_up(number) > before, what="the proxy to find the new server")

    def found_up(self, number: int) -> int:
        """How often the proxy has found that a server is back, by its log."""
        host = f"127.0.0.1:{self.ports[number]}"
        return sum("host is up" in line and host in line for line in self.caddy.log.read_text().splitlines())

    async def stop_all(self) -> None:
        """End everything; how it ends well is measured in the test."""
        self.worker.kill()
        for child in (self.caddy, *self.servers):
            child.kill()

    def _server(self, folder: Path, port: int) -> Child:
        command = ["serve", "--host", "127.0.0.1", "--port", str(port)]
        child = Forked(f"server-{port}", command, folder / f"{port}.log", at_our_death=signal.SIGKILL)
        child.start(env=self.environment)
        return child
