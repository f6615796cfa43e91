"""PostgreSQL refuses to run as root. When we are root, this finds another way to run it and gives it access."""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from server.ops.embedded.child import Become, CouldNotStart


@dataclass(frozen=True)
class Way:
    """How PostgreSQL is run: what to put before its commands, or the user it becomes."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    @property
    def become(self) -> Become:
        """The arguments to subprocess that make it that user."""
        if self.user is None:
            return {}
        entry = pwd.getpwnam(self.user)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    @property
    def owner(self) -> int:
        """The user id that owns its files, as the file system sees it."""
        return pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()

    def reaches(self, path: Path) -> bool:
        """Whether it may run `path` (a program), or go through it (a folder)."""
        if self == Way():
            return True
        words = [*self.prefix, "test", "-x", str(path)]
        return subprocess.run(words, **self.become, check=False, cwd="/").returncode == 0

    def let_in(self, folder: Path) -> None:
        """Let its user pass through a folder of ours without seeing what else is in it."""
        if self.user is not None and not self.reaches(folder):
            os.chown(folder, -1, self.become["group"])
            folder.chmod(0o710)

    def take(self, *folders: Path) -> None:
        """Hand the folders over to it, with everything in them. Raises CouldNotStart when they are out of its reach."""
        if os.geteuid() != 0:
            return
        group = self.become.get("group", os.getegid())
        for folder in folders:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.owner, group, follow_symlinks=False)
        for folder in folders:
            if not self.reaches(folder):
                raise CouldNotStart(out_of_reach(folder, self.user))


def out_of_reach(folder: Path, user: str | None) -> str:
    """The sentence for a folder that `user` cannot reach; None means root's own uid without root's rights."""
    who = f"user {user}" if user else "without its rights it"
    return (
        f"PostgreSQL does not run as root here, and {who} cannot reach {folder}: "
        "start Peerboard as an ordinary user, or move the data to an open folder and name it: --data /var/lib/peerboard"
    )


@cache
def way() -> Way:
    """The way that works on this machine, found once. Raises CouldNotStart when there is none."""
    if os.geteuid() != 0:
        return Way()
    prefix = _namespace(_stand_in("nobody", "postgres"))
    return Way(prefix=prefix) if prefix else Way(user=_stand_in("postgres", "nobody").pw_name)


def way_for(data: Path) -> Way:
    """The way for a data folder: the owner of what is there goes on running it, and can do so without root afterwards.

    An owner unknown to this machine comes from the machine it was copied from.
    """
    if os.geteuid() == 0 and data.exists() and (owner := data.stat().st_uid) != 0:
        with suppress(KeyError):
            return Way(user=pwd.getpwuid(owner).pw_name)
    return way()


def _stand_in(*names: str) -> pwd.struct_passwd:
    """An existing account other than root's, one of `names` if possible: initdb asks who runs it."""
    found = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    for name in (*names, *found):
        if name in found:
            return found[name]
    raise CouldNotStart("PostgreSQL does not run as root, and this machine has no other account: 'useradd peerboard'.")


def _namespace(account: pwd.struct_passwd) -> tuple[str, ...]:
    """What to put before a command so that, to itself, it runs as `account`; empty when the machine refuses that.

    To the outside it is still root, so the folder can stay root's and 0700. It lacks root's right to enter other
    users' folders.
    """
    words = ("unshare", "--user", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}", "--")
    if shutil.which(words[0]) is None:
        return ()
    return words if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0 else ()
