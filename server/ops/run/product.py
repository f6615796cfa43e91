"""The four processes of `peerboard run`, in order: PostgreSQL, Valkey, server, worker."""

import http.client
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from server.checkout import CHECKOUT
from server.ops.embedded import Child, CouldNotStart, Postgres, Valkey, log
from server.ops.run.address import local_host
from server.ops.run.folder import Folder
from server.ops.run.room import Room

READY = 120.0  # seconds a server may take on a slow machine; one that cannot start exits at once
GRACE = 2  # seconds that open requests get at Ctrl-C; a deploy gives them more (serve.py)
RESTARTS = 5  # restarts of one process within a minute; beyond that, something is wrong that a restart does not mend


@dataclass
class Place:
    """Where the server listens."""

    host: str
    port: int


class Product:
    """Everything that runs. It may be stopped in any state: whatever was started is stopped, in order."""

    def __init__(self, folder: Folder, place: Place) -> None:
        self.folder, self.place = folder, place
        self.postgres = None if os.environ.get("PEERBOARD_DATABASE_URL") else Postgres(folder.path / "postgres")
        self.valkey = None if os.environ.get("PEERBOARD_REDIS_URL") else Valkey(folder.path / "valkey")
        at = ("--host", place.host, "--port", str(place.port))
        self.server = self._child("server", "serve", *at, "--grace", str(GRACE), "--workers", "0")
        self.worker = self._child("worker", "work")
        self.room = Room(folder.path)
        self._starts: dict[str, list[float]] = {}

    def start_stores(self) -> None:
        """Start PostgreSQL and Valkey if they are ours and not running, and note their addresses as settings."""
        for store, setting in ((self.postgres, "DATABASE_URL"), (self.valkey, "REDIS_URL")):
            if store is not None and not store.alive:
                store.start()
                os.environ[f"PEERBOARD_{setting}"] = store.url

    def start_server(self) -> None:
        """Start the server; `wait_ready` says when it serves."""
        self._start(self.server)

    def start_worker(self) -> None:
        """Start the worker."""
        self._start(self.worker)

    def wait_ready(self) -> None:
        """Return when the server says that it is ready. Raises CouldNotStart with a sentence."""
        if not self.server.wait_until(self._ready, READY):
            raise CouldNotStart(
                f"The server did not start: {self.server.last_words()[:300]} (all of it: {self.server.log})"
            )

    def mend(self) -> None:
        """Restart whatever has exited, and keep disk and logs within bounds. Call it a few times a second.

        Raises CouldNotStart when a restart does not help. When the disk is full it waits for room.
        """
        self.room.look()
        for store in (self.postgres, self.valkey):
            if store is not None and not store.alive:
                if not self.room.full:
                    self._count(type(store).__name__, store.log)
                self.room.until_there_is(store.start)
        for child in (self.server, self.worker):
            if not child.alive:
                self._count(child.name, child.log)
                self._start(child)
        self.bound_logs()

    def bound_logs(self) -> None:
        """Keep the log of each process within bounds."""
        for part in (self.postgres, self.valkey, self.server, self.worker):
            if part is not None:
                log.bound(part.log)

    def stop(self) -> None:
        """Stop in order: server, worker, Valkey, PostgreSQL."""
        self.server.stop(signal.SIGTERM, GRACE + 3)
        self.worker.stop(signal.SIGTERM, 5)
        for store in (self.valkey, self.postgres):
            if store is not None:
                store.stop()

    def kill(self) -> None:
        """Kill the server and the worker at once; the database still stops cleanly."""
        self.server.kill()
        self.worker.kill()

    def _child(self, name: str, *words: str) -> Child:
        command = [sys.executable, "-m", "server", *words]
        return Child(name, command, self.folder.path / f"{name}.log", at_our_death=signal.SIGTERM)

    def _start(self, child: Child) -> None:
        child.start(env=os.environ, cwd=CHECKOUT)

    def _count(self, name: str, log: Path) -> None:
        recent = [at for at in self._starts.get(name, []) if time.monotonic() - at < 60]
        self._starts[name] = [*recent, time.monotonic()]
        if len(recent) >= RESTARTS:
            raise CouldNotStart(f"The {name} ended {RESTARTS} times within a minute: see {log}, then start again.")
        print(f"The {name} ended by itself and is started again (see {log}).", file=sys.stderr, flush=True)

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection(local_host(self.place.host), self.place.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
