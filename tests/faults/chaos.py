"""What goes wrong: a random process dies by SIGKILL at a random moment, or a line between two parts fails."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from statistics import median

from tests.faults.history import History
from tests.faults.world import World
from tests.support.processes import Process

Fault = Callable[[], Awaitable[None]]
SERVER_START = 1.8
"""Seconds until a server is ready on two cores that are also busy with this test."""
LINES = ("cut", "stall", "reset", "half_open")


class Chaos:
    """`await kill()` ends one process and brings it back; `await line()` disturbs one line for a while.

    `trouble` holds (began, healed) in loop time; while something is wrong, healed is infinite.
    """

    def __init__(self, world: World, history: History, rng: random.Random) -> None:
        self.world, self.history, self.rng = world, history, rng
        self.trouble: list[tuple[float, float]] = []
        self.killed: dict[str, int] = {}
        self.starts: list[float] = []
        """Seconds that each restart of a server took."""

    async def kill(self) -> None:
        """kill -9 something; it is back when this returns."""
        faults = {
            "server-a": (3, lambda: self._process(self.world.servers[0])),
            "server-b": (3, lambda: self._process(self.world.servers[1])),
            "worker": (2, self._worker),
            "postgres": (2, self._postgres),
            "a backend of postgres": (2, self._backend),
            "valkey": (2, self._valkey),
        }
        name = self.rng.choices(list(faults), [weight for weight, _ in faults.values()])[0]
        self.killed[name] = self.killed.get(name, 0) + 1
        await self._while(f"kill -9 {name}", faults[name][1])

    async def line(self) -> None:
        """Cut, stall, reset or half-open one line for up to 1.5 s."""
        name, how = self.rng.choice(list(self.world.proxies)), self.rng.choice(LINES)

        async def disturb() -> None:
            getattr(self.world.proxies[name], how)()
            await asyncio.sleep(self.rng.uniform(0.2, 1.5))
            self.world.proxies[name].heal()

        await self._while(f"{how} {name}", disturb)

    async def _while(self, what: str, fault: Fault) -> None:
        loop = asyncio.get_running_loop()
        self.history.note(what)
        self.trouble.append((loop.time(), float("inf")))
        place = len(self.trouble) - 1
        try:
            await fault()
        finally:
            self.trouble[place] = self.trouble[place][0], loop.time()
        self.history.note(f"over: {what}")

    async def _process(self, process: Process) -> None:
        process.kill()
        await self._pause()
        began = asyncio.get_running_loop().time()
        await process.start()
        if process is not self.world.worker:
            self.starts.append(asyncio.get_running_loop().time() - began)

    @property
    def slowness(self) -> float:
        """How many times slower this machine is than two free cores: by how long servers need to start."""
        return max(1.0, median(self.starts) / SERVER_START) if self.starts else 1.0

    async def _worker(self) -> None:
        assert self.world.worker is not None
        await self._process(self.world.worker)

    async def _postgres(self) -> None:
        self.world.postgres.kill()
        await self._pause()
        await asyncio.to_thread(self.world.postgres.start)

    async def _backend(self) -> None:
        """One backend dies: PostgreSQL ends all the others and recovers by itself."""
        pid = await self.world.ask(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            " ORDER BY random() LIMIT 1"
        )
        if isinstance(pid, int):
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.kill(pid, signal.SIGKILL)
        await self._pause()
        for _ in range(100):
            if await self.world.ask("SELECT 1"):
                return
            await asyncio.sleep(0.05)

    async def _valkey(self) -> None:
        self.world.valkey.kill()
        await self._pause()
        await asyncio.to_thread(self.world.valkey.start)

    async def _pause(self) -> None:
        await asyncio.sleep(self.rng.uniform(0, 0.7))
