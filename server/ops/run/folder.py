"""The data folder of `peerboard run`: its lock, its secrets, and a note of how to reach what runs there."""

import fcntl
import hashlib
import json
import os
import secrets
from pathlib import Path

from server.checkout import CHECKOUT
from server.ops.embedded import CouldNotStart, cause, root

OUTSIDE = Path("/var/lib/peerboard")  # owned by root, and open for others to pass through


def default() -> Path:
    """The folder when none is named: `.peerboard` in the checkout.

    If PostgreSQL must become a user who cannot reach the checkout (embedded/root.py), it is a folder in OUTSIDE that
    belongs to this checkout. A folder that already holds data stays the one.
    """
    own = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:8]
    inside, outside = CHECKOUT / ".peerboard", OUTSIDE / f"{CHECKOUT.name}-{own}"
    for path in (inside, outside):
        if (path / "postgres").exists():
            return path
    return inside if way().reaches(CHECKOUT) else outside


def way() -> root.Way:
    """How PostgreSQL runs on this machine; as ourselves when it is not ours to start."""
    return root.Way() if os.environ.get("PEERBOARD_DATABASE_URL") else root.way()


class Folder:
    """A data folder. `take()` it before use; one `run` has it at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None

    def take(self) -> None:
        """Make the folder and lock it; the lock ends with the process, even a killed one. Raises CouldNotStart."""
        ours = [path for path in (*reversed(self.path.parents), self.path) if not path.exists() or path == OUTSIDE]
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for path in dict.fromkeys([*ours, self.path]):
                way().let_in(path)
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise cause.refused(self.path, error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            where = self.note().get("PEERBOARD_PUBLIC_URL", "another address")
            raise CouldNotStart(
                f"Peerboard already runs on {self.path}, at {where}: "
                "stop it with Ctrl-C, or choose another folder with --data DIR."
            ) from error
        self._lock = lock

    def release(self) -> None:
        """Let the next `run` have it, and forget how to reach what ran."""
        if self._lock is not None:
            (self.path / "running.json").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def secret(self, name: str) -> str:
        """A random secret for this folder, made at first use and readable by this user only."""
        path = self.path / f"{name}.secret"
        if not path.exists():
            self._write(path, secrets.token_urlsafe(32))
        return path.read_text("ascii").strip()

    def tell(self, settings: dict[str, str]) -> None:
        """Note the settings of what runs, so that other commands that are given this folder find it."""
        self._write(self.path / "running.json", json.dumps(settings, indent=1))

    def note(self) -> dict[str, str]:
        """The settings noted by `tell`; empty when nothing runs."""
        try:
            noted: dict[str, str] = json.loads((self.path / "running.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted

    def _write(self, path: Path, text: str) -> None:
        """Write a whole file or none, for this user only: half a secret would be a different one."""
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        try:
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
                file.write(text)
            fresh.rename(path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise cause.refused(self.path, error) from error

    @property
    def taken(self) -> bool:
        """Whether a `run` is using it now."""
        try:
            lock = os.open(self.path / "lock", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(lock)
        return False


def attach(data: Path | None) -> None:
    """Point this process's environment at the product that runs on `data`.

    Without `data`, the environment decides, or else the default folder. Raises CouldNotStart when nothing runs there.
    """
    if data is None and os.environ.get("PEERBOARD_DATABASE_URL"):
        return
    folder = Folder(data or default())
    noted = folder.note() if folder.taken else {}
    if not noted:
        raise CouldNotStart(
            f"No Peerboard runs on {folder.path}: start it with 'make run', name its folder with --data DIR, "
            "or set PEERBOARD_DATABASE_URL and PEERBOARD_REDIS_URL."
        )
    os.environ.update(noted)
