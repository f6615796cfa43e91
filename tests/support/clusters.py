"""PostgreSQL's data folder, made once in each run of the tests.

Making one and bringing its tables to the newest version takes three seconds of the processor, a copy of its files a
tenth of one. In it are the template of the tests' databases, and a `peerboard` that is like it.
"""

import fcntl
import subprocess
from pathlib import Path

import pytest

from server.ops.embedded import Postgres
from server.ops.migrate import upgrade
from tests.support.databases import TEMPLATE, say, settle_template


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all processes of pytest-xdist have."""
    own = factory.getbasetemp()
    return own.parent if own.name.startswith("popen-") else own


async def made(run: Path) -> Path:
    """The data folder to copy. Whoever asks first makes it, in the folder of the run; the others wait for that."""
    folder = run / "cluster" / "data"
    with (run / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            await _make(folder)
    return folder


def copy(folder: Path, to: Path) -> None:
    """A data folder like `folder`, whoever owns that; nobody may be working on either."""
    to.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(folder), str(to)], check=True)


async def _make(folder: Path) -> None:
    making = folder.with_name("making")
    server = Postgres(making, durable=False)
    server.start()
    await say(server, f"CREATE DATABASE {TEMPLATE}")
    await upgrade(server.url_of(TEMPLATE))
    await settle_template(server)
    await say(server, "DROP DATABASE peerboard")
    await say(server, f"CREATE DATABASE peerboard TEMPLATE {TEMPLATE}")
    server.stop()
    making.rename(folder)
