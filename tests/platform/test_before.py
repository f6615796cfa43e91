"""What cannot work is said before anything is installed: by Python alone, in one line, with what to do."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.checkout import CHECKOUT
from server.ops.embedded import CouldNotStart, root
from server.ops.run import before, folder
from tests.platform.running import environment
from tests.support.site import free_port

ALONE = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); from server.ops.run.before import main; main()"


def told(*words: str) -> subprocess.CompletedProcess[str]:
    """What `scripts/install` asks, with a Python that sees nothing of what is installed."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", ALONE, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env=environment(),
    )


def test_where_nothing_is_wrong_nothing_is_said(tmp_path: Path) -> None:
    done = told("--run", "--port", str(free_port()), "--data", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert told("--tests").returncode == 0


def test_options_that_only_the_run_knows_are_left_to_it(tmp_path: Path) -> None:
    for words in (["--no-demo"], ["--port", "many"], ["--demo", "--port", "0"]):
        assert told("--run", "--data", str(tmp_path), *words).returncode == 0, words


def test_a_port_in_use(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = told("--run", "--port", str(port), "--data", str(tmp_path))
    assert done.returncode == 1
    assert (
        done.stderr
        == f'Port {port} is in use: stop what uses it, or choose another: make run ARGS="--port {port + 1}"\n'
    )


def test_a_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = told("--run", "--port", str(free_port()), "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--data DIR" in done.stderr


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an ordinary user, or where the disk is mounted for reading only: root is asked too."""
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(CouldNotStart, match=r"cannot be written, and the data folder .+ name another one"):
        before.look("127.0.0.1", free_port(), tmp_path / "data")
    monkeypatch.setattr(before, "CHECKOUT", tmp_path)
    with pytest.raises(CouldNotStart, match=r"the checkout .+ put it where you may write"):
        before.machine()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_a_folder_that_postgresql_cannot_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(root, "way", lambda: root.Way(user="nobody"))
    tmp_path.chmod(0o700)
    with pytest.raises(CouldNotStart, match="user nobody cannot reach"):
        before.look("127.0.0.1", free_port(), tmp_path / "deep" / "data")


def test_data_that_lies_where_it_is_no_longer_reached_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "CHECKOUT", tmp_path)
    (tmp_path / ".peerboard" / "postgres").mkdir(parents=True)
    monkeypatch.setattr(root.Way, "reaches", lambda way, path: False)
    with pytest.raises(CouldNotStart, match="move the data to an open folder and name it"):
        before.look("127.0.0.1", free_port(), None)


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "riscv64")])
def test_a_machine_of_another_kind(monkeypatch: pytest.MonkeyPatch, system: str, machine: str) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises(CouldNotStart, match=r"this is \w+ on \w+: use the containers"):
        before.machine()


def test_a_disk_without_room_for_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before, "free", lambda _: 300_000_000)
    with pytest.raises(CouldNotStart, match=r"takes about \d+ MB, and 300 MB are left"):
        before.machine()


def test_installing_asks_first_and_leaves_nothing_where_it_cannot_work(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("scripts", "server"):
        shutil.copytree(CHECKOUT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-test.txt"):
        shutil.copy(CHECKOUT / name, checkout)
    (tmp_path / "file").touch()
    done = subprocess.run(
        [str(checkout / "scripts" / "install"), "--run", "--data", str(tmp_path / "file" / "data")],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--data DIR" in done.stderr
    assert not (checkout / ".venv").exists()
