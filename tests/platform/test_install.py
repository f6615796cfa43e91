"""Installing: what is missing is said in one sentence, or done."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ["sh", "cat", "cksum", "dirname", "grep", "rm", "mkdir", "cp", "tail", "env", "printf"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that installing reads, in a folder of their own."""
    for name in ("scripts/install", "scripts/vendor", "scripts/npm", "requirements.txt", "requirements-test.txt"):
        target = tmp_path / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    (tmp_path / "checkout" / "web").mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / "web" / name, tmp_path / "checkout" / "web")
    return tmp_path / "checkout"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with nothing but the plainest tools."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return folder


def program(folder: Path, name: str, lines: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
    (folder / name).chmod(0o755)


def install(
    checkout: Path, tools: Path, script: str = "install", *words: str, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "scripts" / script), *words],
        capture_output=True,
        text=True,
        env={**env, "PATH": str(tools)},
        check=False,
    )


def test_a_python_that_is_too_old(checkout: Path, tools: Path) -> None:
    program(tools, "python3", "exit 1")
    told = install(checkout, tools)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("Peerboard needs Python 3.11 or newer: install it")


def test_a_named_python_that_is_too_old(checkout: Path, tools: Path) -> None:
    told = install(checkout, tools, PYTHON="/nowhere/python3.9")
    assert told.returncode == 1
    assert "PYTHON=/nowhere/python3.9 is not" in told.stderr


def test_a_python_without_venv_where_we_are_not_root(checkout: Path, tools: Path) -> None:
    program(
        tools,
        "python3",
        '[ "$1" = -m ] && exit 1; case "$*" in *venv*) echo python3.13-venv;; --version) echo Python 3.13;; esac',
    )
    program(tools, "id", "echo 1000")
    told = install(checkout, tools)
    assert told.returncode == 1
    assert (
        told.stderr.splitlines()[-1]
        == "python3 has no venv: run 'sudo apt-get install python3.13-venv', then this again."
    )
    assert not (checkout / ".venv").exists()


def test_without_npm_the_one_in_the_venv_is_found(checkout: Path, tools: Path) -> None:
    (checkout / ".venv").symlink_to(ROOT / ".venv")
    told = install(checkout, tools, "npm", "--version", HOME=str(checkout))
    assert told.returncode == 0, told.stderr
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", told.stdout)


def test_what_browsers_need_is_copied_from_what_npm_fetched(checkout: Path, tools: Path) -> None:
    said = checkout / "said"
    program(
        checkout / "scripts", "npm", f'printf "%s\\n" "$PWD" "$@" > {said}; ln -s {ROOT}/web/node_modules node_modules'
    )
    (tools / "ln").symlink_to(shutil.which("ln") or "ln")
    told = install(checkout, tools, "vendor")
    assert told.returncode == 0, told.stderr
    assert said.read_text().splitlines() == [str(checkout / "web"), "ci", "--ignore-scripts", "--silent"]
    assert_complete(checkout / "web" / "static" / "vendor")
    said.unlink()
    assert install(checkout, tools, "vendor").returncode == 0
    assert not said.exists(), "the second time nothing is fetched"


@pytest.mark.slow
def test_without_npm_the_one_in_the_venv_fetches_what_browsers_need(checkout: Path, tools: Path) -> None:
    (checkout / ".venv").symlink_to(ROOT / ".venv")
    env = {name: value for name, value in os.environ.items() if name != "PATH"}
    told = install(checkout, tools, "vendor", **env)
    assert told.returncode == 0, told.stderr
    assert_complete(checkout / "web" / "static" / "vendor")


def assert_complete(vendor: Path) -> None:
    """Both scripts are there, and just those files of the font that its sheet names."""
    assert {path.name for path in vendor.glob("*.js")} == {"htmx.min.js", "hx-ws.min.js"}
    named = set(re.findall(r'url\("([^"]+)"\)', (vendor / "fonts.css").read_text()))
    assert named == {path.name for path in vendor.glob("*.woff2")}
    assert len(named) == 6


def test_every_requirement_is_pinned_with_a_hash_and_names_no_index() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert len(entries) > 20
        for entry in entries:
            assert re.match(r"[a-z0-9-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry


def test_the_npm_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "web" / "package-lock.json").read_text()
