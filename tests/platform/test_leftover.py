"""What an earlier PostgreSQL left on a folder stops no start: itself, its files, and its last children."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from server.ops.embedded import Postgres, cause, leftover

LEFT = """
import os, sys
from pathlib import Path
from server.ops.embedded import Postgres
postgres = Postgres(Path(sys.argv[1]), durable=False)
postgres.start()
print(postgres.pid, flush=True)
os.read(0, 1)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "postgres"


@pytest.fixture
def postgres(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder, durable=False)
    yield server
    server.stop()


def sockets_of(server: Postgres) -> Path:
    found = re.search(r"host=([^&]+)", server.url)
    assert found
    return Path(found[1])


@pytest.mark.parametrize("files", ["postmaster.pid", ".s.PGSQL.5432.lock", "both"])
def test_its_files_stop_no_start_whoever_has_their_number_now(postgres: Postgres, files: str) -> None:
    postgres.start()
    lines = (postgres.folder / "postmaster.pid").read_text().splitlines()
    sockets = sockets_of(postgres)
    postgres.kill()
    lines[0] = str(os.getppid())  # alive, and no PostgreSQL
    for path in (postgres.folder / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
        path.unlink(missing_ok=True)
        if files in {path.name, "both"}:
            path.write_text("\n".join(lines) + "\n")
            path.chmod(0o600)
    postgres.start()
    assert postgres.alive


@pytest.mark.parametrize("without", [(), ("postmaster.pid",)])
def test_one_that_still_works_there_is_ended_first(postgres: Postgres, folder: Path, without: tuple[str, ...]) -> None:
    """Also one that has not written its number yet, as when its parent was killed while it starts."""
    with subprocess.Popen(
        [sys.executable, "-c", LEFT, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        old = psutil.Process(int(parent.stdout.readline()))
        for name in without:
            (folder / name).unlink()
        postgres.start()
        assert postgres.alive
        assert not old.is_running() or old.status() == psutil.STATUS_ZOMBIE
        parent.send_signal(signal.SIGKILL)


WAITS = ["-c", "import os; os.write(1, b'!'); os.read(0, 1)"]
"""Says that it runs: a process has no words yet for a moment after it was started."""


@pytest.mark.parametrize(("name", "there"), [("python3", True), ("/bin/postgres", False)])
def test_who_only_looks_at_it_or_has_another_of_the_same_name_is_left_alone(
    folder: Path, tmp_path: Path, name: str, there: bool
) -> None:
    """A container's PostgreSQL is seen from outside, and its folder may have the same name there."""
    folder.mkdir(parents=True)
    with subprocess.Popen(
        [name, *WAITS, "-D", str(folder)],
        executable=sys.executable, stdin=-1, stdout=-1, cwd=folder if there else tmp_path,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.read(1) == b"!"
        leftover.clear(folder, tmp_path, 5)
        assert other.poll() is None
        other.kill()


def test_where_nobody_may_look_at_a_process_its_user_decides(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's root may not look at the processes of the user that PostgreSQL became."""

    def refused(*_: object) -> bool:
        raise PermissionError

    folder.mkdir(parents=True)
    with subprocess.Popen(
        ["/bin/postgres", *WAITS, "-D", str(folder)],
        executable=sys.executable, stdin=-1, stdout=-1, stderr=-3, cwd=folder,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.read(1) == b"!"
        monkeypatch.setattr(Path, "samefile", refused)
        leftover.clear(folder, folder, 60)
        assert other.wait() != 0


SAID = {
    "lock file": """2026-11-29 12:00:00.000 UTC [7] FATAL:  lock file "/tmp/x/.s.PGSQL.5432.lock" already exists
2026-11-29 12:00:00.000 UTC [7] HINT:  Is another postmaster (PID 5) using socket file "/tmp/x/.s.PGSQL.5432"?
2026-11-29 12:00:00.001 UTC [7] LOG:  database system is shut down
""",
    "contains errors": """2026-11-29 12:00:00.000 UTC [7] LOG:  invalid value for parameter "shared_buffers": "lots"
2026-11-29 12:00:00.000 UTC [7] FATAL:  configuration file "/x/postgresql.conf" contains errors
""",
    "role": """2026-11-29 12:00:00.000 UTC [7] FATAL:  something else first
2026-11-29 12:00:00.000 UTC [7] PANIC:  role of the last
2026-11-29 12:00:00.001 UTC [7] LOG:  database system is shut down
""",
    "could not access": 'initdb: error: could not access directory "/x": Permission denied\n',
    "shared libraries": "postgres: error while loading shared libraries: libz.so.1: cannot open shared object file\n",
    "it said nothing": "",
}


@pytest.mark.parametrize("words", SAID)
def test_the_cause_is_what_it_named_last_not_that_it_ended(words: str) -> None:
    told = str(cause.failure("It did not start", SAID[words], Path("/data")))
    assert words in told
    assert "shut down" not in told


@pytest.mark.parametrize("reason", ["No space left on device", "Disk quota exceeded"])
def test_a_full_disk_is_said_in_plain_words(reason: str) -> None:
    said = f"""2026-11-29 12:00:00.000 UTC [7] FATAL:  could not write lock file "postmaster.pid": {reason}
2026-11-29 12:00:00.001 UTC [7] LOG:  database system is shut down
"""
    assert (
        str(cause.failure("It did not start", said, Path("/data"))) == "The disk is full: make room where /data lies."
    )
