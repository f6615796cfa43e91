"""`python3 -m server.ops.run.before`: says what would stop `peerboard run` here, before anything is installed.

It needs nothing but Python, and asks the same functions that the run itself asks later.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

from server.checkout import CHECKOUT
from server.ops.embedded import CouldNotStart, root
from server.ops.run import address
from server.ops.run.folder import Folder, default, way
from server.ops.run.room import free

INSTALLED = 1_000_000_000  # bytes that .venv takes, with what pip needs meanwhile
MACHINES = {"x86_64", "aarch64"}  # the machines for which PostgreSQL and Valkey come as wheels


def look(host: str, port: int, data: Path | None) -> None:
    """Raise CouldNotStart, saying what to do, if a run with these options cannot work."""
    machine()
    folder = Folder(data or default())
    _writable(folder.path, "the data folder", "name another one: make run ARGS='--data DIR'")
    above = _existing(folder.path.parent)
    if not way().reaches(above):
        raise CouldNotStart(root.out_of_reach(above, way().user))
    if not folder.taken:  # if taken, the run itself says where the other one is
        address.check_free(host, port)


def machine() -> None:
    """Raise CouldNotStart if this is the wrong kind of machine, or has no room for what will be installed."""
    if platform.system() != "Linux" or platform.machine() not in MACHINES or not _glibc():
        raise CouldNotStart(
            "Peerboard runs by itself on Linux with glibc (Debian, Ubuntu, Fedora …), on x86-64 or 64-bit ARM, "
            f"and this is {platform.system()} on {platform.machine()}: use the containers of docker-compose.yml."
        )
    _writable(CHECKOUT / ".venv", "the checkout", "put it where you may write")
    left = free(CHECKOUT)
    if left < INSTALLED:
        raise CouldNotStart(
            f"Peerboard takes about {INSTALLED // 1_000_000} MB, and {left // 1_000_000} MB are left "
            f"on the disk of {CHECKOUT}: make room first."
        )


def _glibc() -> bool:
    try:
        return bool(os.confstr("CS_GNU_LIBC_VERSION"))
    except (OSError, ValueError):
        return False


def _writable(path: Path, what: str, advice: str) -> None:
    there = _existing(path)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise CouldNotStart(f"{there} cannot be written, and {what} {path} lies in it: {advice}.")


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())


def main() -> None:
    """Read those of a run's options that matter, and look; `--tests` looks at the machine only."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path)
    try:
        chosen, _ = parser.parse_known_args()
    except argparse.ArgumentError:  # the run itself says what is wrong with its options
        return
    try:
        if chosen.run:
            look(chosen.host, chosen.port, chosen.data)
        else:
            machine()
    except CouldNotStart as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
