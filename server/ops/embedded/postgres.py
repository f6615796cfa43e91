"""PostgreSQL 18 from the wheel: we start its binaries, on a unix socket that only this user can reach."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from server.ops.embedded import cause, leftover, programs, root, sockets
from server.ops.embedded.child import Child, CouldNotStart

RESTORING = 300.0  # seconds for a start: after a crash it replays its log; one that cannot start exits at once
LETTING_GO = 60.0  # seconds for an earlier one to stop: it first writes out what it holds
PATIENCE = 10.0  # seconds for a stop; after that it is killed, and recovers at the next start


class Postgres:
    """A database cluster in `folder`, created at the first start and kept at every stop.

    `durable=False` is for tests: faster, but a crash of the machine may lose everything. Only one process may use a
    folder at a time; the caller holds its lock (server/ops/run/folder.py) or has a folder to itself.
    """

    def __init__(self, folder: Path, *, durable: bool = True, as_user: str | None = None) -> None:
        self.folder = folder.absolute()
        self._durable = durable
        self._way = root.Way(user=as_user) if as_user else root.way_for(self.folder)
        self._env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        self._programs = Path()
        self._sockets: Path | None = None
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """The address of the database `peerboard`, valid while it runs."""
        return self.url_of("peerboard")

    def url_of(self, database: str) -> str:
        """The address of another database in the same cluster."""
        assert self._sockets is not None, "start() first"
        return f"postgresql://peerboard@/{database}?host={self._sockets}&port=5432"

    @property
    def log(self) -> Path:
        """Its log. Whoever starts it keeps it within bounds (log.py)."""
        return self.folder / "postgres.log"

    @property
    def pid(self) -> int:
        """The process id of the postmaster; 0 while it is not running."""
        return self._child.pid if self._child else 0

    @property
    def alive(self) -> bool:
        """Whether it is running."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Start it and return when it takes connections. Raises CouldNotStart with a sentence."""
        try:
            self._prepare()
        except OSError as error:
            raise cause.refused(self.folder, error) from error
        until = time.monotonic() + LETTING_GO
        while True:
            child = self._child = self._launch()
            if child.wait_until(lambda: leftover.is_ready(self.folder, self.pid), RESTORING):
                return
            said = child.said()
            self.stop_child(signal.SIGQUIT)
            # After a kill -9, the old server's helpers need a moment to let go of the shared memory.
            if time.monotonic() > until or not cause.passes(said):
                raise cause.failure("PostgreSQL did not start", said, self.folder, f" (all of it: {child.log})")
            time.sleep(0.2)

    def stop(self) -> None:
        """Close all connections and stop it cleanly. Harmless when it is not running."""
        self.stop_child(signal.SIGINT)
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def kill(self) -> None:
        """For fault tests: stop it the way a power cut would. `start()` brings it back on the same address."""
        if self._child is not None:
            self._child.kill()

    def stop_child(self, how: signal.Signals) -> None:
        """Stop the process but keep its socket folder, so that `start()` comes back on the same address."""
        if self._child is not None:
            self._child.stop(how, PATIENCE)

    def _prepare(self) -> None:
        made = (self.folder / "peerboard.made").exists()
        if not made and self.folder.exists() and any(self.folder.iterdir()):
            raise CouldNotStart(
                f"{self.folder} holds something that is no database of Peerboard's, so it is left alone: "
                "choose another folder with --data DIR."
            )
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self._sockets = sockets.folder_for(self.folder, self._way)
        self._way.take(self.folder, self._sockets)
        self._programs = programs.for_way(self._way, self.folder.parent)
        leftover.clear(self.folder, self._sockets, LETTING_GO)
        if not made:
            self._initialise()

    def _initialise(self) -> None:
        """Create the cluster beside its place and move it there whole, so that an interrupted start can begin again."""
        making = self.folder.with_name(f"{self.folder.name}.new")
        leftover.clear(making, making, LETTING_GO)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self._way.take(making)
        options = ["-U", "peerboard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self._durable else ["--no-sync"]
        self._run(["initdb", "-D", str(making), *options], cwd=making)
        self._run(["postgres", "--single", "-D", str(making), "postgres"], "CREATE DATABASE peerboard\n", cwd=making)
        (making / "peerboard.made").touch()
        making.rename(self.folder)

    def _program(self, name: str) -> str:
        return str(self._programs / name)

    def _run(self, command: list[str], words: str = "", *, cwd: Path) -> None:
        program, *options = command
        done = subprocess.run(
            [*self._way.prefix, self._program(program), *options],
            input=words.encode(),
            capture_output=True,
            env=self._env,
            cwd=cwd,
            check=False,
            **self._way.become,
        )
        if done.returncode != 0 or b"ERROR" in done.stderr:
            said = (done.stderr or done.stdout).decode("utf-8", "replace")
            raise cause.failure(f"PostgreSQL could not make its folder {self.folder}", said, self.folder.parent)

    def _launch(self) -> Child:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "unix_socket_permissions": "0700",
        }
        # The contents of a statement must not reach a log: our own log says which class of error, and where.
        settings |= {"log_min_messages": "log", "log_error_verbosity": "terse"}
        settings |= {"port": "5432", "max_connections": "200", "timezone": "UTC"}
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            settings |= {"file_copy_method": "clone"}  # the file system copies a test's database
            # It would come in the middle of some test, and PostgreSQL then goes another way to the same rows.
            settings |= {"autovacuum": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [*self._way.prefix, self._program("postgres"), "-D", str(self.folder), *options]
        child = Child("PostgreSQL", command, self.log, at_our_death=signal.SIGINT)
        child.start(env=self._env, cwd=self.folder, become=self._way.become)
        return child
