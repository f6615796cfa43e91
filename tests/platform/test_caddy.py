"""The Caddyfile at work: two servers behind it, sockets through it, and a log that tells nothing about people."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import connect

from server.embedded import Child
from tests.support.site import free_port

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")


class Behind:
    """Caddy and two stub servers."""

    def __init__(self, folder: Path) -> None:
        self.port, self.ports = free_port(), [free_port(), free_port()]
        self.url = f"http://127.0.0.1:{self.port}"
        self.servers = [self._server(folder, port) for port in self.ports]
        self.caddy = Child(
            "caddy",
            ["caddy", "run", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"],
            folder / "caddy.log",
            at_our_death=signal.SIGKILL,
        )
        known = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
        known |= {"PEERBOARD_SITE": self.url, "PEERBOARD_CADDY_ADMIN": f"localhost:{free_port()}"}
        known |= {"PEERBOARD_UPSTREAMS": " ".join(f"127.0.0.1:{port}" for port in self.ports)}
        self.caddy.start(env=os.environ | known)
        assert self.caddy.wait_until(self.up, 60), self.caddy.log.read_text()

    def up(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/readyz", trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    def stop(self) -> None:
        for child in (self.caddy, *self.servers):
            child.stop(signal.SIGTERM, 3)

    def _server(self, folder: Path, port: int) -> Child:
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "tests.platform.stub:app",
            "--port",
            str(port),
            "--no-proxy-headers",
        ]
        child = Child(f"stub-{port}", command, folder / f"{port}.log", at_our_death=signal.SIGKILL)
        child.start(env=os.environ | {"STUB": str(port)}, cwd=ROOT)
        return child


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    running = Behind(tmp_path_factory.mktemp("caddy"))
    yield running
    running.stop()


def test_it_says_who_came_and_believes_no_visitor(behind: Behind) -> None:
    lie = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    told = httpx2.get(f"{behind.url}/told/x", headers=lie, trust_env=False).json()
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "http"
    assert told["host"] == f"127.0.0.1:{behind.port}", "the server sees the host that people use"


async def test_a_socket_passes_both_ways(behind: Behind) -> None:
    async with connect(f"ws://127.0.0.1:{behind.port}/live?id=x", proxy=None) as socket:
        for text in ("et", "to", "x" * 60_000):
            await socket.send(text)
            assert await asyncio.wait_for(socket.recv(), 60) == text


def test_an_answer_goes_out_as_it_comes(behind: Behind) -> None:
    with httpx2.stream("GET", f"{behind.url}/slowly", trust_env=False, timeout=60) as answer:
        parts = answer.iter_text()
        assert next(parts) == "first"
        for port in behind.ports:  # only now the second part is sent: a proxy that gathers would wait for it
            httpx2.get(f"http://127.0.0.1:{port}/read", trust_env=False)
        assert "".join(parts) == "second"


def test_metrics_are_not_public(behind: Behind) -> None:
    assert httpx2.get(f"{behind.url}/metrics", trust_env=False).status_code == 404


def test_its_log_holds_no_path_query_cookie_or_address(behind: Behind) -> None:
    httpx2.get(
        f"{behind.url}/told/PATH-SECRET?code=QUERY-SECRET", headers={"Cookie": "seat=COOKIE-SECRET"}, trust_env=False
    )
    httpx2.post(f"{behind.url}/told/PATH-SECRET", content="x" * 300_000, trust_env=False)
    log = behind.caddy.log.read_text()
    lines = [line for line in map(json.loads, log.splitlines()) if "request" in line]
    assert any(line.get("status") == 200 and line["request"]["method"] == "GET" for line in lines)
    for line in lines:
        assert set(line["request"]) <= {"method", "proto"}, line
    assert "SECRET" not in log


@pytest.mark.slow
def test_one_server_less_is_not_noticed(behind: Behind) -> None:
    behind.servers[0].kill()
    for _ in range(20):
        answer = httpx2.get(f"{behind.url}/told/x", trust_env=False)
        assert answer.status_code == 200
        assert answer.json()["server"] == str(behind.ports[1])
    behind.servers[1].kill()
    assert httpx2.get(f"{behind.url}/told/PATH-SECRET", trust_env=False, timeout=20).status_code in {502, 503}
    assert "SECRET" not in behind.caddy.log.read_text()
