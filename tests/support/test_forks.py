"""What is a fork of one loaded process is a command of its own."""

import signal
from pathlib import Path

import pytest

from tests.platform.running import environment
from tests.support.forks import Forked, run

NOWHERE = {"PEERBOARD_DATABASE_URL": "postgresql://x@/x?host=/nowhere", "PEERBOARD_REDIS_URL": "unix:///nowhere"}


def test_it_says_what_it_has_to_say_and_how_it_ended() -> None:
    told = run(["--help"], env=environment(), seconds=60)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("Usage: peerboard ")
    told = run(["nonsense"], env=environment(), seconds=60)
    assert (told.returncode, told.stdout) == (2, "")
    assert "nonsense" in told.stderr


@pytest.mark.parametrize("secret", ["s" * 32, "short", "t" * 32])
def test_each_has_its_own_settings(secret: str) -> None:
    told = run(["check"], env=environment(**NOWHERE, PEERBOARD_SECRET=secret), seconds=60)
    assert ("FAULT settings" in told.stdout) == (secret == "short")


def test_it_is_killed_alone_and_with_its_group(tmp_path: Path) -> None:
    env = environment(**NOWHERE, PEERBOARD_SECRET="s" * 32, PEERBOARD_PUBLIC_URL="http://127.0.0.1:1")
    one, other = (
        Forked(name, ["work"], tmp_path / f"{name}.log", at_our_death=signal.SIGKILL) for name in ("one", "other")
    )
    one.start(env=env)
    other.start(env=env)
    one.kill()
    assert not one.alive
    assert other.alive
    other.stop(signal.SIGTERM, 60)
    assert one._process is not None
    assert one._process.returncode == -signal.SIGKILL
