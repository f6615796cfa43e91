"""PostgreSQL refuses to run as root. Where we are root, this finds a way for it."""

import os
import pwd
import subprocess
from functools import cache
from pathlib import Path

from server.embedded.child import CouldNotStart

# To itself the process is user 1000; outside it is still root, so the folder can stay root's and 0700.
_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


@cache
def namespace() -> tuple[str, ...]:
    """The words to put before a command, so that it does not see itself as root; empty where refused or needless."""
    if os.geteuid() != 0:
        return ()
    try:
        done = subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False)
    except OSError:
        return ()
    return _NAMESPACE if done.returncode == 0 else ()


def system_user() -> str:
    """The system user that PostgreSQL becomes where user namespaces are refused."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def hand_over(user: str, *folders: Path, reads: Path) -> None:
    """Give the folders to the user. Raises CouldNotStart when they, or the program it `reads`, are out of its reach."""
    entry = pwd.getpwnam(user)
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    for path in (*folders, reads):
        _reach(user, path)


def _reach(user: str, path: Path) -> None:
    done = subprocess.run(
        ["test", "-x", str(path)], user=user, group=pwd.getpwnam(user).pw_gid, extra_groups=[], check=False, cwd="/"
    )
    if done.returncode != 0:
        raise CouldNotStart(
            f"PostgreSQL does not run as root, and user {user} cannot reach {path}: "
            "start Peerboard as an ordinary user, or name an open data folder: --data /var/lib/peerboard"
        )
