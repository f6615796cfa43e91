"""Caddy with the committed Caddyfile in front of two `peerboard serve`, a `peerboard work` and a mail sink."""

import os
import signal
import socket
import time
from pathlib import Path

from server.embedded import Child
from tests.platform.test_caddy import Behind
from tests.support.processes import PEERBOARD, Worker, environment
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
        began = time.monotonic()
        os.kill(self.servers[number].pid, signal.SIGTERM)
        await until(lambda: not self.servers[number].alive, seconds=15, what="the server to go")
        return time.monotonic() - began

    async def come(self, number: int) -> None:
        """Start that server anew, and return when the proxy may send people to it."""
        self.servers[number].start(env=self.environment)
        await until(lambda: self.listens(number), seconds=20, what="the new server")

    def listens(self, number: int) -> bool:
        """Whether a server takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.ports[number])) == 0

    async def stop_all(self) -> None:
        """End everything; how it ends well is measured in the test."""
        self.worker.kill()
        for child in (self.caddy, *self.servers):
            child.kill()

    def _server(self, folder: Path, port: int) -> Child:
        command = [str(PEERBOARD), "serve", "--host", "127.0.0.1", "--port", str(port)]
        child = Child(f"server-{port}", command, folder / f"{port}.log", at_our_death=signal.SIGKILL)
        child.start(env=self.environment)
        return child
