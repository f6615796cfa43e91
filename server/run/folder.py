"""The data folder of `peerboard run`: its lock, its secrets, and a note of how to reach what runs in it."""

import fcntl
import json
import os
import secrets
from pathlib import Path

from server.embedded import CouldNotStart

DEFAULT = Path(__file__).parents[2] / ".peerboard"


class Folder:
    """A data folder. `take()` it before use; one `run` has it at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None

    def take(self) -> None:
        """Make the folder and lock it; a killed process's lock goes with it. Raises CouldNotStart."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CouldNotStart(
                f"The data folder {self.path} cannot be written ({error.strerror}): "
                "make it writable, or choose another with --data DIR."
            ) from error
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
        """Let the next one have it. Forgets how to reach what ran."""
        if self._lock is not None:
            (self.path / "running.json").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def secret(self, name: str) -> str:
        """A random secret of this folder, made at first use, readable by this user only."""
        path = self.path / f"{name}.secret"
        if not path.exists():
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(made, "w", encoding="ascii") as file:  # noqa: PTH123 (of a file descriptor)
                file.write(secrets.token_urlsafe(32))
        return path.read_text("ascii").strip()

    def tell(self, settings: dict[str, str]) -> None:
        """Note the settings of what runs, so that other commands given this folder find it."""
        path = self.path / "running.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(settings, indent=1), "utf-8")

    def note(self) -> dict[str, str]:
        """The settings that `tell` noted; empty when nothing runs."""
        try:
            noted: dict[str, str] = json.loads((self.path / "running.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted

    @property
    def taken(self) -> bool:
        """Whether somebody runs on it now."""
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

    Without `data` the environment decides, else the default folder. Raises CouldNotStart when nothing runs there.
    """
    if data is None and os.environ.get("PEERBOARD_DATABASE_URL"):
        return
    folder = Folder(data or DEFAULT)
    noted = folder.note() if folder.taken else {}
    if not noted:
        raise CouldNotStart(
            f"No Peerboard runs on {folder.path}: start it with 'make run', name its folder with --data DIR, "
            "or set PEERBOARD_DATABASE_URL and PEERBOARD_REDIS_URL."
        )
    os.environ.update(noted)
