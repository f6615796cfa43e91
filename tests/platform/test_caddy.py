"""The Caddyfile at work: two servers behind it, sockets through it, and a log that tells nothing about people."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx2
import pytest
from lxml.html import fromstring
from websockets.asyncio.client import connect

from server.checkout import CHECKOUT
from server.live.limits import HELD
from server.ops.embedded import Child
from server.web.http_protocol import BODY, HEAD
from tests.support.site import free_port

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")


class Behind:
    """Caddy and two stub servers."""

    def __init__(self, folder: Path) -> None:
        self.port, self.ports = free_port(), [free_port(), free_port()]
        self.url = f"http://127.0.0.1:{self.port}"
        self.servers = [self._server(folder, port) for port in self.ports]
        self.caddy = Child(
            "caddy",
            ["caddy", "run", "--config", str(CHECKOUT / "Caddyfile"), "--adapter", "caddyfile"],
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
            return httpx2.get(f"{self.url}/readyz", trust_env=False, verify=False).status_code == 200
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
        child.start(env=os.environ | {"STUB": str(port)}, cwd=CHECKOUT)
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


@pytest.mark.parametrize("path", ["/metrics", "/healthz/database"])
def test_what_only_operators_need_is_not_public(behind: Behind, path: str) -> None:
    assert httpx2.get(f"{behind.url}{path}", trust_env=False).status_code == 404


def adapted() -> dict[str, Any]:
    """What Caddy makes of the file."""
    told = subprocess.run(
        ["caddy", "adapt", "--config", "Caddyfile", "--adapter", "caddyfile"],
        capture_output=True, cwd=CHECKOUT, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(told.stdout)["apps"]["http"]["servers"]
    return found


def test_nothing_that_a_visitor_sends_takes_a_server_away() -> None:
    """tests/topology/test_large_bodies.py sends it. Only the proxy's own questions may find a server gone."""
    said = json.dumps(adapted())
    assert '"active"' in said
    assert '"passive"' not in said
    assert '"request_body"' not in said


def test_lines_that_say_nothing_are_ended_by_the_proxy_too() -> None:
    """Not waited for: what Caddy made of the file is read."""
    servers = adapted()
    limits = {"read_header_timeout": HEAD, "read_timeout": BODY, "idle_timeout": 120}
    for server in servers.values():
        assert {name: server[name] / 1e9 for name in limits} == limits
    assert BODY > HELD, "a poll that is held would be cut"


class Nobody(Behind):
    """Caddy with no server behind it."""

    def up(self) -> bool:
        try:
            return bool(httpx2.get(f"{self.url}/metrics", trust_env=False, verify=False).status_code)
        except httpx2.HTTPError:
            return False

    def _server(self, folder: Path, port: int) -> Child:
        return Child(f"nobody-{port}", ["true"], folder / f"{port}.log", at_our_death=signal.SIGKILL)


async def test_where_no_server_answers_the_proxy_says_so_itself(tmp_path: Path) -> None:
    alone = Nobody(tmp_path)
    async with httpx2.AsyncClient(base_url=alone.url, trust_env=False, timeout=30) as http:
        asked = [http.get("/"), http.get("/static/css/base.css"), http.post("/m/x/ideas", data={"title": "Ro"})]
        answers = await asyncio.gather(*asked)
    alone.stop()
    for answer in answers:
        assert answer.status_code in {502, 503}
        assert answer.headers["retry-after"] == "5"
        for words in ("Prøv igen om lidt", "Try again in a moment", "Gå tilbage, og send det igen."):
            assert words in answer.text
        page = fromstring(answer.text)
        assert not page.xpath("//@src | //@href | //script"), "it needs nobody"
        style = b64encode(sha256(str(page.xpath("string(//style)")).encode()).digest()).decode()
        assert f"style-src 'sha256-{style}'" in answer.headers["content-security-policy"]


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
