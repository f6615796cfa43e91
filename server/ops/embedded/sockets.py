"""A short folder for a server's unix socket: a socket's path may have 107 bytes, and a data folder's may be longer."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from server.ops.embedded.child import CouldNotStart
from server.ops.embedded.root import Way


def folder_for(data: Path, way: Way) -> Path:
    """A 0700 folder in the temp folder, the same at each start for the same `data`, so that nothing piles up there.

    `way` is how the server runs. Raises CouldNotStart when somebody else has taken the name.
    """
    temp = Path(tempfile.gettempdir())
    fits = len(os.fsencode(temp)) < 60 and way.reaches(temp)
    temp = temp if fits else Path("/tmp")  # noqa: S108 (0700, and its owner is checked)
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    folder = temp / f"peerboard-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), way.owner} or found.st_mode & 0o077:
        raise CouldNotStart(
            f"The folder {folder} belongs to somebody else: remove it, or set TMPDIR to another folder."
        )
    return folder
