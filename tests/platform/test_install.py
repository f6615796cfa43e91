"""Installing: what is missing is said in one sentence, or done."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from server.checkout import CHECKOUT

TOOLS = ["sh", "cat", "cksum", "dirname", "grep", "rm", "mkdir", "mv", "cp", "tail", "env", "printf"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that installing reads, in a folder of their own."""
    for name in (
        "scripts/install",
        "scripts/pip",
        "scripts/vendor",
        "scripts/npm",
        "requirements.txt",
        "requirements-test.txt",
    ):
        target = tmp_path / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, target)
    (tmp_path / "checkout" / "web").mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(CHECKOUT / "web" / name, tmp_path / "checkout" / "web")
    for kind in ("js", "css"):
        shutil.copytree(CHECKOUT / "web" / "static" / kind, tmp_path / "checkout" / "web" / "static" / kind)
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


@pytest.fixture
def without_pip(checkout: Path, tools: Path) -> Path:
    """The tools, with a Python as Debian has it: it can make a .venv, but pip is in a package that is not installed."""
    program(
        tools,
        "python3",
        f"""
        case "$*" in
            *server.ops.run.before*) exit 0 ;;
            "-m venv .venv") mkdir -p .venv/half; echo "Ten lines of advice"; exit 1 ;;
            "-m venv --without-pip .venv") exec {sys.executable} -m venv --without-pip .venv ;;
            *) exec {sys.executable} "$@" ;;
        esac""",
    )
    script = checkout / "scripts" / "pip"  # the machine that runs this test may have the package
    script.write_text(script.read_text().replace('wheel ""', "wheel /nowhere"))
    for name in ("mktemp", "touch"):
        (tools / name).symlink_to(shutil.which(name) or name)
    return tools


BROUGHT = find_spec("ensurepip")  # Debian's python3 brings none
PACKED = next(Path(BROUGHT.origin).parent.glob("_bundled/pip-*.whl"), None) if BROUGHT and BROUGHT.origin else None


@pytest.mark.skipif(PACKED is None, reason="this Python brings no pip that could be packed")
@pytest.mark.parametrize("lists", ["as they are", "thrown away"])
def test_without_ensurepip_pip_comes_out_of_debians_package(checkout: Path, without_pip: Path, lists: str) -> None:
    """Nobody need be root for that. In an image, what the machine knows of its archive is thrown away."""
    program(
        without_pip,
        "apt-get",
        f"""
        echo "$@" >> {checkout}/said
        case "$*" in
            *"Dir::State::lists="*update) ;;
            *"Dir::State::lists="*" download python3-pip-whl") touch python3-pip-whl_1_all.deb ;;
            *" download python3-pip-whl") [ "{lists}" = "as they are" ] && touch python3-pip-whl_1_all.deb ;;
            *) exit 1 ;;
        esac""",
    )
    wheels = "usr/share/python-wheels"
    program(without_pip, "dpkg-deb", f'[ "$1" = -x ] && [ -f "$2" ] && mkdir -p {wheels} && cp {PACKED} {wheels}/')
    told = install(checkout, without_pip, "install", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert "Installing failed" in told.stderr, "as there is no index; but pip itself is there"
    assert (checkout / ".venv" / "bin" / "pip").exists()
    assert "advice" not in told.stdout + told.stderr
    assert ("update" in (checkout / "said").read_text()) == (lists == "thrown away")


@pytest.mark.parametrize("apt", ["exit 100", None])
def test_where_pip_cannot_be_had_one_line_says_what_to_type(checkout: Path, without_pip: Path, apt: str | None) -> None:
    if apt:
        program(without_pip, "apt-get", apt)
    told = install(checkout, without_pip)
    assert told.returncode == 1
    version = "python{}.{}-venv".format(*sys.version_info)
    assert told.stdout == ""
    assert told.stderr.splitlines()[1:] == [
        f"python3 has no venv: run 'sudo apt-get install {version}', then this again."
    ]
    assert not (checkout / ".venv").exists()


def test_without_npm_the_one_in_the_venv_is_found(checkout: Path, tools: Path) -> None:
    (checkout / ".venv").symlink_to(CHECKOUT / ".venv")
    told = install(checkout, tools, "npm", "--version", HOME=str(checkout))
    assert told.returncode == 0, told.stderr
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", told.stdout)


@pytest.mark.parametrize("home", ["/proc/none", ""])
def test_without_a_home_that_can_be_written_npm_has_a_cache(checkout: Path, tools: Path, home: str) -> None:
    """It would wait for it without end."""
    program(tools, "npm", 'echo "cache: ${npm_config_cache:-its own}"')
    told = install(checkout, tools, "npm", "ci", HOME=home)
    assert told.stdout == f"cache: {checkout}/.venv/npm\n"
    (checkout / "home").mkdir()
    told = install(checkout, tools, "npm", "ci", HOME=str(checkout / "home"))
    assert told.stdout == "cache: its own\n"
    told = install(checkout, tools, "npm", "ci", HOME=home, npm_config_cache="/chosen")
    assert told.stdout == "cache: /chosen\n"


def test_what_browsers_need_is_copied_from_what_npm_fetched(checkout: Path, tools: Path) -> None:
    said = checkout / "said"
    program(
        checkout / "scripts",
        "npm",
        f'printf "%s\\n" "$PWD" "$@" > {said}; ln -s {CHECKOUT}/web/node_modules node_modules',
    )
    (tools / "ln").symlink_to(shutil.which("ln") or "ln")
    told = install(checkout, tools, "vendor")
    assert told.returncode == 0, told.stderr
    assert said.read_text().splitlines() == [str(checkout / "web"), "ci", "--ignore-scripts", "--silent"]
    assert_complete(checkout / "web" / "static" / "vendor")
    said.unlink()
    assert install(checkout, tools, "vendor").returncode == 0
    assert not said.exists(), "the second time nothing is fetched"
    script = checkout / "web" / "static" / "js" / "look.js"
    script.write_text(script.read_text() + "\n// and more\nwindow.more = 'mere æble';\n")
    assert install(checkout, tools, "vendor").returncode == 0
    assert_small(checkout / "web" / "static")
    assert "mere æble" in (checkout / "web" / "static" / "vendor" / "small" / "js" / "look.js").read_text()
    assert not said.exists(), "and what is ours is made small again without it"


def test_where_esbuild_does_not_run_pages_carry_what_we_wrote(checkout: Path, tools: Path) -> None:
    shutil.copytree(CHECKOUT / "web" / "node_modules", checkout / "fetched", ignore=shutil.ignore_patterns("@esbuild"))
    program(checkout / "scripts", "npm", f"ln -sfn {checkout}/fetched node_modules")
    (tools / "ln").symlink_to(shutil.which("ln") or "ln")
    told = install(checkout, tools, "vendor")
    assert told.returncode == 0, told.stderr
    assert "as they are written" in told.stderr
    assert not (checkout / "web" / "static" / "vendor" / "small" / "js").exists()


def test_a_line_of_ours_may_change_where_esbuild_is_gone_and_cannot_be_fetched(checkout: Path, tools: Path) -> None:
    """As in a copy of a checkout that leaves node_modules out, on a machine without a way to a registry."""
    program(checkout / "scripts", "npm", f"ln -s {CHECKOUT}/web/node_modules node_modules")
    (tools / "ln").symlink_to(shutil.which("ln") or "ln")
    assert install(checkout, tools, "vendor").returncode == 0
    (checkout / "web" / "node_modules").unlink()
    program(checkout / "scripts", "npm", "exit 1")
    script = checkout / "web" / "static" / "js" / "look.js"
    script.write_text(script.read_text() + "\nwindow.more = 1;\n")
    told = install(checkout, tools, "vendor")
    assert told.returncode == 0, told.stderr
    assert "as they are written" in told.stderr
    vendor = checkout / "web" / "static" / "vendor"
    assert (vendor / "htmx.min.js").exists()
    program(checkout / "scripts", "npm", f"ln -s {CHECKOUT}/web/node_modules node_modules")
    assert install(checkout, tools, "vendor").returncode == 0
    assert_complete(vendor)  # made small as soon as it can be


@pytest.mark.slow
def test_without_npm_the_one_in_the_venv_fetches_what_browsers_need(checkout: Path, tools: Path) -> None:
    (checkout / ".venv").symlink_to(CHECKOUT / ".venv")
    env = {name: value for name, value in os.environ.items() if name != "PATH"}
    told = install(checkout, tools, "vendor", **env)
    assert told.returncode == 0, told.stderr
    assert_complete(checkout / "web" / "static" / "vendor")


def assert_complete(vendor: Path) -> None:
    """Both scripts are there, and just those files of the font its sheet names; besides, the emoji of the PDF."""
    assert {path.name for path in vendor.glob("*.js")} == {"htmx.min.js", "hx-ws.min.js"}
    named = set(re.findall(r'url\("([^"]+)"\)', (vendor / "fonts.css").read_text()))
    fonts = {path.name for path in vendor.glob("*.woff2")}
    assert fonts - named == {"noto-emoji-emoji-400-normal.woff2"}
    assert len(named) == 6
    assert named < fonts
    assert_small(vendor.parent)


def assert_small(static: Path) -> None:
    """Every sheet and script of ours was made small, of what it is now."""
    for kind in ("js", "css"):
        for path in (static / kind).iterdir():
            small = static / "vendor" / "small"
            assert (small / "of" / kind / path.name).read_text() == path.read_text()
            assert len((small / kind / path.name).read_text()) <= len(path.read_text())


def test_what_this_checkout_serves_is_made_of_what_stands_in_it() -> None:
    assert_small(CHECKOUT / "web" / "static")  # otherwise run scripts/vendor


def test_every_requirement_is_pinned_with_a_hash_and_names_no_index() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (CHECKOUT / name).read_text()
        assert "://" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert len(entries) > 20
        for entry in entries:
            assert re.match(r"[a-z0-9-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry


def test_the_npm_lock_names_no_registry() -> None:
    assert '"resolved"' not in (CHECKOUT / "web" / "package-lock.json").read_text()
