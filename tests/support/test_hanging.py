"""A test that hangs is named, with where it waits; the others go on."""

import subprocess
import sys
from pathlib import Path

from server.checkout import CHECKOUT

HANGS = """
import asyncio, sys
from tests.support.hanging import ends

async def never_rung() -> None:
    await asyncio.Event().wait()

async def test_hangs() -> None:
    await never_rung()

with ends("test_a.py::test_hangs", sys.stderr, never=0.1):
    asyncio.run(test_hangs())
"""
ENDS = """
import sys, threading
from tests.support.hanging import ends

with ends("test_a.py::test_ends", sys.stderr):
    (watches,) = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
watches.join()
"""


def _run(source: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", source], cwd=CHECKOUT, capture_output=True, text=True)


def test_it_says_what_hangs_and_where() -> None:
    ran = _run(HANGS)
    assert ran.returncode == 70
    assert "test_a.py::test_hangs has not ended" in ran.stderr
    assert [line.split()[-1] for line in ran.stderr.splitlines() if "<string>" in line][:2] == [
        "test_hangs",
        "never_rung",
    ]
    assert "Event.wait" in ran.stderr


def test_what_ends_is_left_alone() -> None:
    ran = _run(ENDS)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "import sys, threading\n"
        "from tests.support.hanging import ends\n"
        "def test_hangs():\n"
        "    with ends('test_hangs', sys.__stderr__, never=0.1):\n"
        "        threading.Event().wait()\n"
        "def test_goes_on(): ...\n"
    )
    told = [sys.executable, "-m", "pytest", "-n", "1", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    ran = subprocess.run(
        [*told, str(tmp_path)], env={"PYTHONPATH": str(CHECKOUT), "PATH": ""}, capture_output=True, text=True
    )
    assert "1 failed, 1 passed" in ran.stdout
    assert "crashed while running 'test_a.py::test_hangs'" in ran.stdout
