"""A full disk: told before, said in plain words, waited for, and over as soon as there is room."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from server.checkout import CHECKOUT
from server.ops.embedded import NoRoom
from server.ops.run import room
from server.ops.run.folder import Folder
from tests.platform.running import PEERBOARD, environment
from tests.support.site import free_port

MOUNTING = ("unshare", "--user", "--map-root-user", "--mount")


def mounts() -> bool:
    """Whether this machine lets us mount something that only we see."""
    tried = [*MOUNTING, "mount", "-t", "tmpfs", "small", "/mnt"]
    try:
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Small:
    """A `peerboard run` whose data folder is on a disk of its own, of so many megabytes; seen from outside it."""

    def __init__(self, megabytes: int, before: str = "true") -> None:
        data, port = Path("/mnt"), free_port()
        lines = f'mount -t tmpfs -o size={megabytes}m small {data} && {before} && exec "$@"'
        words = [*PEERBOARD, "run", "--data", str(data), "--port", str(port)]
        self.process = subprocess.Popen(
            [*MOUNTING, "sh", "-c", lines, "sh", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=CHECKOUT,
            env=environment(PYTHONIOENCODING="utf-8"),
        )
        self.folder = Path(f"/proc/{self.process.pid}/root{data}")

    def until(self, words: str) -> str:
        """What it says until it says this."""
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(said)

    def fill(self) -> None:
        """Leave no room."""
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            try:
                while filler.write(b"\0" * 65536):
                    pass
            except OSError:
                pass

    def make_room(self) -> None:
        (self.folder / "filler").unlink()

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate()
        return self.process.returncode


@pytest.mark.skipif(not mounts(), reason="this machine lets nobody mount a small disk")
def test_a_run_on_a_full_disk_says_so_waits_and_goes_on_by_itself() -> None:
    small = Small(400, before="dd if=/dev/zero of=/mnt/filler bs=1M status=none 2>/dev/null; true")
    said = small.until("goes on by itself")
    assert "The disk is full: make room where /mnt lies." in said
    small.make_room()
    said = small.until("Ctrl-C stops everything")
    assert "There is room again" in said
    assert "Only" in said, "and little of it is left, which is told before it is gone"
    secrets = [path.stat().st_size for path in small.folder.glob("*.secret")]
    assert secrets
    assert all(secrets)

    small.fill()
    os.kill(int((small.folder / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert "The disk is full" in small.until("goes on by itself")
    small.make_room()
    small.until("There is room again")
    assert small.end() == 0


def test_what_little_there_is_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = {"bytes": room.LITTLE - 1}
    monkeypatch.setattr(room, "free", lambda _: left["bytes"])
    monkeypatch.setattr(room, "LOOK", 0)
    watched = room.Room(tmp_path)
    watched.look()
    watched.look()
    assert capsys.readouterr().err.count("MB are left on the disk") == 1
    left["bytes"] = room.LITTLE
    watched.look()
    left["bytes"] = 0
    watched.look()
    assert "Only 0 MB" in capsys.readouterr().err


def test_a_disk_is_looked_at_once_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []

    def free(folder: Path) -> int:
        looks.append(folder)
        return room.LITTLE

    monkeypatch.setattr(room, "free", free)
    watched = room.Room(tmp_path)
    for _ in range(5):
        watched.look()
    assert len(looks) == 1


def test_half_a_secret_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file made on a full disk is empty; with an empty secret every cookie could be made by anybody."""
    folder = Folder(tmp_path)

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("server.ops.run.folder.secrets.token_urlsafe", lambda _: "x" * 32)
        patched.setattr(Path, "rename", full)
        with pytest.raises(NoRoom):
            folder.secret("hash")
    assert list(tmp_path.iterdir()) == []
    assert len(folder.secret("hash")) >= 32
