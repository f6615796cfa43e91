"""Bare roots: what a Debian or Ubuntu has at the least, with git, make and python3 and nothing else."""

import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.fresh import machine

DEBIAN = ""
UBUNTU = ""


class Skipped(Exception):
    """This cannot be tried on this machine; the text says why."""


@dataclass(frozen=True)
class Release:
    """A release that is tried."""

    name: str
    title: str
    mirror: str
    components: str = "main"
    keyring: str = "/usr/share/keyrings/debian-archive-keyring.gpg"


RELEASES = (
    Release("bookworm", "Debian 12", DEBIAN),
    Release("trixie", "Debian 13", DEBIAN),
    Release("noble", "Ubuntu 24.04", UBUNTU, "main,universe", "/usr/share/keyrings/ubuntu-archive-keyring.gpg"),
)


def bare(cache: Path, release: Release) -> Path:
    """The bare root of a release, built at first use. Raises Skipped where its archive cannot be reached."""
    root = cache / "roots" / release.name
    if root.exists():
        return root
    building = root.with_suffix(".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        urllib.request.urlopen(f"{release.mirror}/dists/{release.name}/Release", timeout=20).close()
    except OSError as error:
        raise Skipped(f"{release.mirror} is not reached") from error
    keyring = _keyring(cache, release)
    print(f"Building {release.title} …", flush=True)
    script = Path("/usr/share/debootstrap/scripts") / release.name
    done = subprocess.run(
        ["debootstrap", "--variant=minbase", f"--components={release.components}", f"--keyring={keyring}"]
        + ["--include=git,make,python3", release.name, str(building), release.mirror]
        + ([] if script.exists() else [str(script.with_name("gutsy"))]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"debootstrap {release.name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return building.rename(root)


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
        raise Skipped(f"the keys of {release.mirror} are not here") from error
