"""What is too much is refused by the servers, through the proxy too, and takes no server away from anybody."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from server.ops.embedded import Valkey
from tests.support.raw import line_to, request_of
from tests.topology.site import House

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")
OWN = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
SIZES = (100_000, 300_000, 5_000_000)


@pytest.fixture(scope="module")
async def house(database_url: str, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One for all: each test asks that no server was taken away, before it and after."""
    opened = await asyncio.to_thread(House, tmp_path_factory.mktemp("house"), database_url, valkey.url, "")
    yield opened
    await opened.stop_all()


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    """A body without a length."""
    for _ in range(size // 10_000):
        yield b"x" * 10_000


def marked_down(house: House) -> Iterator[str]:
    """The servers that the proxy holds for gone."""
    admin = re.search(r'"address":"(localhost:\d+)"', house.caddy.log.read_text())
    assert admin
    for server in httpx2.get(f"http://{admin[1]}/reverse_proxy/upstreams", trust_env=False, verify=False).json():
        if server["fails"]:
            yield server["address"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_body_that_is_too_large_is_refused_by_a_server(size: int, house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, timeout=60) as http:
        for _ in range(3):  # one more than there are servers
            for body in (b"x" * size, in_pieces(size)):
                answer = await http.post("/code", content=body, headers=OWN)
                assert answer.status_code == 413, answer.text[:200]
                assert "Det er for langt." in answer.text
                assert not list(marked_down(house))
                assert (await http.get("/was")).status_code == 200


async def test_who_leaves_in_the_middle_takes_no_server_away(house: House) -> None:
    host = {"Host": house.url.removeprefix("http://"), "Content-Length": "1000"}
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, timeout=60) as http:
        for number in range(4):
            async with line_to(house.url) as (_, writer):
                writer.write(request_of("POST", "/code", OWN | host, b"code=half"))
                await writer.drain()
                if number % 2:
                    writer.transport.abort()
            assert not list(marked_down(house))
            assert (await http.get("/was")).status_code == 200
