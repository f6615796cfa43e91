"""The product inside the test's own process, behind a real port: quick to start, and open to inspection."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import Any, Self

import pytest
import uvicorn

from server.core.revisions import Tables
from server.core.settings import Settings
from server.live.protocol import LineProtocol
from server.web.http_protocol import BoundedProtocol
from tests.support.browser import Browser

PORTS, RUNS = range(20_000, 32_000), 60
"""Below the ephemeral ports: a port that is free now stays free until our server takes it. Divided among so many
processes at once."""
STAY = {"staff_idle_hours": "8760", "staff_days": "365"}
"""Tests move the clock by weeks, and staff go on; that they are signed out meanwhile has tests of its own."""
SECRET = "a-secret-that-is-only-used-in-tests-and-has-48-symbols"


@dataclass(eq=False)
class Site:
    """One server. `settings` may be changed before `start()`; several may share one database and one Redis."""

    settings: Settings
    port: int
    app: Any = None
    browsers: list[Browser] = field(default_factory=list)
    _server: uvicorn.Server | None = None
    _task: asyncio.Task[None] | None = None

    @classmethod
    def at(cls, database_url: str, redis_url: str, **others: object) -> Self:
        """A site that has not been started yet."""
        port = free_port()
        known = {"database_url": database_url, "redis_url": redis_url, "secret": SECRET, "allowed_hosts": "localhost"}
        known |= STAY
        return cls(Settings(**{"public_url": f"http://127.0.0.1:{port}", **known, **others}), port)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The address at which people reach it."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> Self:
        """Start it; returns when it takes requests."""
        from server.app import create_app  # imported here, so that tests without a server need not load it

        self.app = create_app(self.settings)
        config = uvicorn.Config(
            self.app,
            host="127.0.0.1",
            port=self.port,
            http=partial(BoundedProtocol, at_once=self.app.state.at_once.answer),  # type: ignore[arg-type]
            ws=LineProtocol,
            ws_per_message_deflate=False,
            lifespan="on",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._server.capture_signals = _no_signals  # type: ignore[method-assign, assignment]
        self._task = asyncio.ensure_future(self._server.serve())
        while not self._server.started:
            assert not self._task.done(), "the server did not start"
            await asyncio.sleep(0.01)
        return self

    async def stop(self) -> None:
        """Stop it as SIGTERM would."""
        for browser in self.browsers:
            await browser.close()
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await asyncio.wait_for(self._task, 60)


def pretend_older_tables(site: Site, patch: pytest.MonkeyPatch) -> None:
    """The site finds its tables older than its code, now and at every look that it takes meanwhile."""
    patch.setattr("server.core.database_health.compare", lambda _: Tables.OLDER)
    patch.setattr(site.app.state.health, "serves", False)


class _no_signals:  # noqa: N801 - stands in for a context manager of uvicorn's
    def __enter__(self) -> None:
        pass

    def __exit__(self, *args: object) -> None:
        pass


def free_port() -> int:
    """A loopback port that is free, and that no other process of this or another test run will take."""
    return next(_free)


def _free_ports() -> Iterator[int]:
    for port in cycle(PORTS[_claimed() :: RUNS]):
        if _is_free(port):
            yield port


def _claimed() -> int:
    """Which of the RUNS shares of the ports is this process's own until it ends. A port that was merely found free may
    be another's by the time a server has started, and a test would speak with that one's server."""
    for share in range(RUNS):
        with suppress(OSError):
            _claim.bind(f"\0peerboard-test-ports-{share}")  # the kernel forgets such a name with its process
            return share
    raise RuntimeError(f"{RUNS} processes are running tests on this machine")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


_claim = socket.socket(socket.AF_UNIX)
_free = _free_ports()
