"""The logs in the data folder: for this user only, and never larger than twice their limit."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.ops.embedded import Child, log
from server.ops.run.folder import Folder
from server.ops.run.product import Place, Product
from tests.support.site import free_port

LIMIT = 10_000
TALKS = """
import os
for number in range(1000):
    os.read(0, 1)
    os.write(1, f"{number:06} {'x' * 92}\\n".encode())
    os.write(2, b".")
"""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LIMIT", LIMIT)


def test_a_log_begins_anew_under_who_writes_to_it(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    with (
        log.opened(path) as file,
        subprocess.Popen([sys.executable, "-c", TALKS], stdin=-1, stdout=file, stderr=-1) as talks,
    ):
        assert talks.stdin
        assert talks.stderr
        lines = 0
        for _ in range(5):
            while path.stat().st_size <= LIMIT:
                talks.stdin.write(b"x")
                talks.stdin.flush()
                assert talks.stderr.read(1) == b"."
                lines += 1
            log.bound(path)
            assert path.stat().st_size == 0
            before = path.with_name("a.log.1")
            assert before.read_text().splitlines()[-1].startswith(f"{lines - 1:06} ")
            assert before.stat().st_size <= LIMIT + 100
        talks.kill()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.log", "a.log.1"]
    assert all(each.stat().st_mode & 0o077 == 0 for each in tmp_path.iterdir())


def test_a_log_below_its_limit_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * LIMIT)
    log.bound(path)
    log.bound(tmp_path / "not there.log")
    assert path.stat().st_size == LIMIT


def test_on_a_full_disk_the_log_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * (LIMIT + 1))

    def full(*_: object) -> None:
        (tmp_path / "a.log.new").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.ops.embedded.log.shutil.copyfile", full)
    log.bound(path)
    assert path.stat().st_size == LIMIT + 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.log"]


def test_what_a_child_said_since_its_start(tmp_path: Path) -> None:
    child = Child("talker", ["sh", "-c", 'echo "$WORDS"'], tmp_path / "a.log", at_our_death=signal.SIGKILL)
    for words in ("first", "second"):
        child.start(env={**os.environ, "WORDS": words})
        assert not child.wait_until(lambda: False, 60)
        assert child.said() == f"{words}\n"
    assert child.log.read_text() == "first\nsecond\n"
    os.truncate(child.log, 0)
    child.log.write_text("3rd\n")
    assert child.last_words() == "3rd", "also after the log began anew"


def test_a_run_bounds_every_log_that_it_keeps(tmp_path: Path) -> None:
    product = Product(Folder(tmp_path), Place("127.0.0.1", free_port()))
    parts = [part for part in (product.postgres, product.valkey, product.server, product.worker) if part]
    assert len(parts) == 4
    for part in parts:
        part.log.parent.mkdir(exist_ok=True)
        part.log.write_bytes(b"x" * (LIMIT + 1))
    product.bound_logs()
    for part in parts:
        assert part.log.stat().st_size == 0
        assert part.log.with_name(f"{part.log.name}.1").exists()
