"""The container files say what they should. Docker itself cannot be run everywhere, so their own tools check them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from server.checkout import CHECKOUT

SET = {
    "POSTGRES_PASSWORD": "p",
    "PEERBOARD_SECRET": "s" * 32,
    "PEERBOARD_LEDGER_KEY": "l" * 32,
    "PEERBOARD_SITE": "https://peerboard.example.org",
}

CALLS = re.compile(r"\.\./scripts/(\w+) ")
"""How a script that works in `web` calls another."""


def compose(**env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker-compose", "config"], capture_output=True, text=True, cwd=CHECKOUT, env=os.environ | env, check=False
    )


def compose_works() -> bool:
    """Ubuntu 24.04's package does not: it needs a part of Python that its Python no longer has."""
    found = shutil.which("docker-compose")
    return found is not None and subprocess.run([found, "version"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def composes() -> None:
    """Asked only where it is needed: every process that runs tests reads this file, and docker-compose is slow."""
    if not compose_works():
        pytest.skip("there is no docker-compose that works")


@pytest.mark.usefixtures("composes")
def test_compose_is_valid() -> None:
    told = compose(**SET)
    assert told.returncode == 0, told.stderr
    for name in ("postgres", "valkey", "migrate", "server", "worker", "proxy"):
        assert f"  {name}:\n" in told.stdout


@pytest.mark.usefixtures("composes")
@pytest.mark.parametrize("name", SET)
def test_compose_refuses_to_start_without_a_secret(name: str) -> None:
    told = compose(**{key: value for key, value in SET.items() if key != name})
    assert told.returncode != 0
    assert name in told.stderr


def test_every_service_that_runs_has_a_health_check_and_only_the_proxy_has_ports() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text().split("\nservices:\n")[1].split("\nnetworks:\n")[0]
    parts = {part.split(":")[0].strip(): part for part in text.split("\n\n")}
    assert set(parts) == {"postgres", "valkey", "migrate", "server", "worker", "proxy"}
    for name, part in parts.items():
        assert ("healthcheck:" in part) == (name != "migrate"), name
        assert ("ports:" in part) == (name == "proxy"), name


def test_the_image_runs_as_an_ordinary_user_and_in_two_stages() -> None:
    lines = (CHECKOUT / "Dockerfile").read_text().splitlines()
    assert sum(line.startswith("FROM ") for line in lines) == 2
    last = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER 10001" in last
    assert not any(line.startswith("RUN") and "apt" in line for line in last)


def test_everything_the_image_copies_is_let_through_and_is_there() -> None:
    allowed = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in (CHECKOUT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (CHECKOUT / source).exists(), source
                assert source.split("/")[0] in allowed, source


def test_the_image_is_built_with_every_script_that_its_steps_call() -> None:
    copied, called = set[str](), set[str]()
    for line in (CHECKOUT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            copied |= set(line.split()[1:-1])
        for name in re.findall(r"scripts/\w+", line) if line.startswith("RUN ") else ():
            called |= {name} | {f"scripts/{other}" for other in CALLS.findall((CHECKOUT / name).read_text())}
            assert called <= copied, f"{called - copied}: not there yet"
    assert called == {"scripts/vendor", "scripts/npm"}


@pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")
def test_the_caddyfile_is_valid_and_formatted(tmp_path: Path) -> None:
    env = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    for site in ("https://peerboard.example.org", "http://127.0.0.1:8080"):
        told = subprocess.run(
            ["caddy", "validate", "--config", "Caddyfile", "--adapter", "caddyfile"],
            capture_output=True, text=True, cwd=CHECKOUT, env=env | {"PEERBOARD_SITE": site}, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        assert '"level":"warn"' not in told.stderr
