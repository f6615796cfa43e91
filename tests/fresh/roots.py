"""Bare roots: what a Debian or Ubuntu has at the least, with git, make and python3 and nothing else."""

import re
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.fresh import machine

SCRIPTS = Path("/usr/share/debootstrap/scripts")


class Skipped(Exception):
    """This cannot be tried on this machine; the text says why."""


@dataclass(frozen=True)
class Release:
    """A release that is tried."""

    name: str
    title: str
    origin: str
    """As apt calls whoever makes it."""
    components: str = "main"
    keyring: str = "/usr/share/keyrings/debian-archive-keyring.gpg"


RELEASES = (
    Release("bookworm", "Debian 12", "Debian"),
    Release("trixie", "Debian 13", "Debian"),
    Release("noble", "Ubuntu 24.04", "Ubuntu", "main,universe", "/usr/share/keyrings/ubuntu-archive-keyring.gpg"),
)


def bare(cache: Path, release: Release) -> Path:
    """The bare root of a release, built at first use. Raises Skipped where its archive cannot be reached."""
    root = cache / "roots" / release.name
    if root.exists():
        return root
    building = root.with_suffix(".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    mirror = _archive(release)
    keyring = _keyring(cache, release)
    print(f"Building {release.title} …", flush=True)
    how = ["--variant=minbase", "--include=git,make,python3", f"--components={release.components}"]
    done = subprocess.run(
        ["debootstrap", *how, f"--keyring={keyring}", release.name, str(building), mirror, str(_script(release))],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"debootstrap {release.name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return building.rename(root)


def _script(release: Release) -> Path:
    """debootstrap's own for a release; one that it does not know yet is built as those before it."""
    script = SCRIPTS / release.name
    return script if script.exists() else SCRIPTS / ("gutsy" if release.origin == "Ubuntu" else "sid")


def _archive(release: Release) -> str:
    """Where a release comes from: the archive that this machine's apt uses, else the one that debootstrap knows. Raises
    Skipped where none is reached."""
    asks = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)"]
    told = subprocess.run(asks, capture_output=True, text=True, check=False).stdout.splitlines()
    ours = [line.partition(" ")[2] for line in sorted(set(told)) if line.startswith(f"{release.origin} ")]
    theirs: list[str] = re.findall(r"default_mirror\s+(\w+://\S+)", _script(release).read_text("utf-8"))
    for address in (one.rstrip("/") for one in [*ours, *theirs]):
        try:
            urllib.request.urlopen(f"{address}/dists/{release.name}/Release", timeout=20).close()
        except OSError:
            continue
        return address
    raise Skipped(f"no archive of {release.title} is reached")


def _keyring(cache: Path, release: Release) -> Path:
    """The keys that sign the archive: this machine's, else those that Debian 13 packs."""
    keyring = Path(release.keyring)
    if keyring.exists():
        return keyring
    debian = bare(cache, RELEASES[1])
    machine.copy_into(debian, "/nonexistent")
    try:
        subprocess.run(
            ["chroot", str(debian), "sh", "-c", "cd /tmp && apt-get update && apt-get download ubuntu-keyring"],
            capture_output=True,
            check=True,
        )
        package = next((debian / "tmp").glob("ubuntu-keyring_*.deb"))
        unpacked = cache / "keys"
        subprocess.run(["dpkg-deb", "-x", str(package), str(unpacked)], check=True)
        package.unlink()
        return unpacked / release.keyring.lstrip("/")
    except (subprocess.CalledProcessError, StopIteration) as error:
        raise Skipped(f"the keys of {release.title} are not here") from error
