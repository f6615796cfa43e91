"""What carries our browsers' requests: it keeps a connection, knows a broken one, and loses no part of an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx2
import pytest

from tests.support.browser import Browser

KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class Server:
    """Answers each request with the next of `answers`, in its pieces; after a tuple it closes the connection."""

    def __init__(self, *answers: list[bytes] | tuple[bytes, ...]) -> None:
        self.answers, self.connections, self.asked = list(answers), 0, b""
        self.was_asked, self.gone = asyncio.Event(), asyncio.Event()

    async def meet(self, reads: asyncio.StreamReader, writes: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        while self.answers and (head := await reads.read(65536)):
            self.asked = head
            self.was_asked.set()
            pieces = self.answers.pop(0)
            for piece in pieces:
                await asyncio.sleep(0)
                writes.write(piece)
            if isinstance(pieces, tuple):
                break
        else:
            with suppress(ConnectionError):
                await reads.read()  # until the browser goes
            self.gone.set()
        writes.close()


@asynccontextmanager
async def browsing(served: Server, timeout: float = 60) -> AsyncIterator[Browser]:
    """A browser at this server."""
    server = await asyncio.start_server(served.meet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Browser(f"http://127.0.0.1:{port}", timeout=timeout) as browser:
        yield browser


async def test_one_connection_serves_request_after_request() -> None:
    away = b"HTTP/1.1 303 Hen\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 0\r\n\r\n"
    served = Server([KEPT], [KEPT[:20], KEPT[20:]], [away])
    async with browsing(served) as browser:
        assert (await browser.get("/a?b=c%20d")).text == "hi"
        assert served.asked.startswith(b"GET /a?b=c%20d HTTP/1.1\r\nHost: 127.0.0.1:")
        assert (await browser.get("/")).text == "hi"
        answer = await browser.post("/", {"name": "Bø"})
        assert served.asked.endswith(b"\r\n\r\nname=B%C3%B8")
    assert (answer.status_code, answer.reason_phrase, answer.http_version) == (303, "Hen", "HTTP/1.1")
    assert answer.headers.get_list("X-A") == ["1", "2"]
    assert served.connections == 1


async def test_what_a_connection_ends_with_is_whole_and_the_next_is_another() -> None:
    closing = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"
    chunks = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", b"1\r\n!\r\n0\r\n\r\n"]
    served = Server([closing], (b"HTTP/1.1 200 OK\r\n\r\n", b"hi"), chunks, [KEPT[:-2]])
    async with browsing(served) as browser:
        assert [(await browser.get("/")).text for _ in range(3)] == ["hi", "hi", "hi!"]
        assert (await browser.http.head("/")).headers["Content-Length"] == "2"
    assert served.connections == 3


async def test_an_idle_connection_that_was_closed_or_is_old_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    served = Server((KEPT,), [KEPT], [KEPT])
    async with browsing(served) as browser:
        for _ in range(2):
            assert (await browser.get("/")).text == "hi"
        assert served.connections == 2
        monkeypatch.setattr("tests.support.wire.IDLE", 0.0)
        assert (await browser.get("/")).text == "hi"
    assert served.connections == 3


async def test_it_fails_as_httpx2_does() -> None:
    broken = Server((), (KEPT[:-1],), (b"no HTTP at all\r\n\r\n",))
    async with browsing(broken) as browser:
        for _ in range(3):
            with pytest.raises(httpx2.RemoteProtocolError):
                await browser.get("/")
    async with Browser(browser.base) as late:
        with pytest.raises(httpx2.ConnectError):
            await late.get("/")
    async with browsing(Server([KEPT[:-1]]), timeout=0.001) as impatient:
        with pytest.raises(httpx2.ReadTimeout):
            await impatient.get("/")


async def test_whoever_stops_waiting_hangs_up() -> None:
    silent = Server([KEPT[:-1]])
    async with browsing(silent) as browser:
        asking = asyncio.ensure_future(browser.get("/"))
        await silent.was_asked.wait()
        asking.cancel()
        await silent.gone.wait()
