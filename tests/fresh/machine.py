"""How this machine reaches its package indexes, so that a bare root reaches them too. Nothing of it is kept."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_NAMES = re.compile(r"(PIP|NPM_CONFIG|UV|SSL|NODE_EXTRA|REQUESTS|CURL)_\w+|(https?|ftp|no|all)_proxy", re.IGNORECASE)
_HOME_FILES = (".npmrc", ".config/pip/pip.conf", ".pip/pip.conf")
_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
_OWN_CERTIFICATES = "/usr/local/share/ca-certificates"  # from which Debian makes the bundle anew
_FILES = ("/etc/pip.conf", "/etc/xdg/pip", "/etc/npmrc", "/etc/hosts", "/etc/resolv.conf", _BUNDLE, _OWN_CERTIFICATES)


@cache
def environment() -> dict[str, str]:
    """The variables that name indexes, proxies and certificates."""
    return {name: value for name, value in os.environ.items() if _NAMES.fullmatch(name)}


@cache
def folders() -> tuple[Path, ...]:
    """Folders of packages on this machine's own disk, which a root must see in the same place."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    words = re.findall(r"(?:file://)?(/[^\s'\"]+)", told.stdout)
    found = {Path(*Path(word).parts[:3]) for word in words if Path(word).is_dir()}
    return tuple(sorted(path for path in found if path.parts[1] not in {"etc", "usr"}))


def copy_into(root: Path, home: str) -> None:
    """Put the settings of pip, npm and apt, and the certificates, where `home`'s owner in `root` finds them."""
    named = [value for value in environment().values() if value.startswith("/") and Path(value).is_file()]
    for name in {*_FILES, *named}:
        source, target = Path(name), root / name.lstrip("/")
        if not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True) if target.is_symlink() else None
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, target)
    for name in _HOME_FILES:
        if (source := Path.home() / name).exists():
            target = root / home.lstrip("/") / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    (root / "etc/apt/apt.conf.d/90machine").write_text(_apt(), "utf-8")


def _apt() -> str:
    """How apt fetches: proxies, certificates, and what it checks of dates."""
    told = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True)
    wanted = re.compile(r"Acquire::(https?|ftp|Check|ForceIPv|Retries)", re.IGNORECASE)
    return "".join(f"{line}\n" for line in told.stdout.splitlines() if wanted.match(line) and not line.endswith('"";'))
