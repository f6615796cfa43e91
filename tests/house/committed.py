"""The files in git, against which the house rules are checked."""

import shutil
import subprocess

import pytest

from server.checkout import CHECKOUT


def committed() -> list[str]:
    """The paths in git's index that exist, as git writes them."""
    git = shutil.which("git")
    if git is None or not (CHECKOUT / ".git").exists():
        pytest.skip("this is not a git checkout, so nobody can say what is committed")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return [path for path in listed.stdout.split("\0") if path and (CHECKOUT / path).is_file()]
