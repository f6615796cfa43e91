"""The proxy does each of its faults to real connections."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.support.proxy import Proxy, upstream_tcp
from tests.support.waiting import PATIENCE


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy in front of an echo server."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    started = await Proxy(upstream_tcp(server.sockets[0].getsockname()[1])).start()
    yield started
    await started.stop()
    server.close()


async def say(proxy: Proxy) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect, and make sure there is an echo."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"hej")
    assert await asyncio.wait_for(reader.read(100), PATIENCE) == b"hej"
    return reader, writer


async def test_it_passes_on_and_keeps_its_port(proxy: Proxy) -> None:
    await say(proxy)
    await proxy.stop()
    await proxy.start()
    await say(proxy)


async def test_cut_ends_what_is_open_and_refuses_until_healed(proxy: Proxy) -> None:
    reader, _ = await say(proxy)
    proxy.cut()
    assert await reader.read() == b""
    with pytest.raises((ConnectionError, AssertionError)):
        await say(proxy)
    proxy.heal()
    await say(proxy)


async def test_reset_is_a_reset(proxy: Proxy) -> None:
    reader, _ = await say(proxy)
    proxy.reset()
    with pytest.raises(ConnectionResetError):
        await reader.read()
    await say(proxy)


@pytest.mark.parametrize("fault", ["stall", "half_open"])
async def test_nothing_comes_back_until_healed(proxy: Proxy, fault: str) -> None:
    reader, writer = await say(proxy)
    getattr(proxy, fault)()
    writer.write(b"er du der")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(100), 0.1)
    proxy.heal()
    assert await asyncio.wait_for(reader.read(100), PATIENCE) == b"er du der"
