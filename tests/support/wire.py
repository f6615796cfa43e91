"""HTTP/1.1 as our browsers without a screen speak it with a server on loopback.

httpx2 still makes every request and reads every answer; only what carries the bytes is ours. Its own carrier, made for
proxies, TLS, HTTP/2 and several kinds of event loop, takes more of the processor than all else in a request that our
server refuses. What we do not carry (https, a body that comes in pieces) still goes that way.
"""

import asyncio
import select
from typing import Any

import httpx2
from httptools import HttpParserError, HttpResponseParser

IDLE = 2.0
"""Seconds for which a connection is kept: well before a server closes an idle one."""


class Wire(httpx2.AsyncBaseTransport):
    """The connections of one browser."""

    def __init__(self) -> None:
        self._idle: list[_Connection] = []
        self._theirs: httpx2.AsyncHTTPTransport | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Ask, and return when all of the answer is there. Raises what httpx2's own carrier raises."""
        if request.url.scheme != "http" or not isinstance(request.stream, httpx2.ByteStream):
            # They are on loopback too, and loading certificates takes 25 ms per browser.
            self._theirs = self._theirs or httpx2.AsyncHTTPTransport(verify=False, trust_env=False)
            return await self._theirs.handle_async_request(request)
        limits = request.extensions.get("timeout", {})
        connection = await self._connection(request.url, limits.get("connect"))
        try:
            answer = await connection.ask(request, limits.get("read"))
        except BaseException:
            connection.close()
            raise
        if connection.stays:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    async def aclose(self) -> None:
        """Close all of them."""
        while self._idle:
            self._idle.pop().close()
        if self._theirs is not None:
            await self._theirs.aclose()

    async def _connection(self, url: httpx2.URL, seconds: float | None) -> "_Connection":
        place = url.host, url.port or 80
        for kept in reversed(self._idle):
            if kept.place == place:
                self._idle.remove(kept)
                if kept.is_fresh():
                    return kept
                kept.close()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                _, made = await loop.create_connection(lambda: _Connection(place, loop), *place)
        except TimeoutError as error:
            raise httpx2.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpx2.ConnectError(str(error)) from error
        return made


class _Connection(asyncio.Protocol):
    """One connection, on which one request at a time is answered."""

    def __init__(self, place: tuple[str, int], loop: asyncio.AbstractEventLoop) -> None:
        self.place, self.stays = place, False
        self._loop, self._since, self._lost = loop, 0.0, False
        self._seen = select.poll()
        self._whole: asyncio.Future[None] | None = None
        self._late: asyncio.TimerHandle | None = None
        self._begin("")

    def _begin(self, method: str) -> None:
        self._method, self._reason = method, b""
        self._parser, self._lasts = HttpResponseParser(self), False
        self._headers: list[tuple[bytes, bytes]] = []
        self._pieces: list[bytes] = []

    async def ask(self, request: httpx2.Request, seconds: float | None) -> httpx2.Response:
        """Send a request and return its answer. `seconds` is how long nothing of it may come."""
        self._begin(request.method)
        self._whole = self._loop.create_future()
        lines = b"".join([b"%s: %s\r\n" % header for header in request.headers.raw])
        head = b"%s %s HTTP/1.1\r\n%s\r\n" % (request.method.encode(), request.url.raw_path, lines)
        self._since = self._loop.time()
        self._transport.write(head + request.content)
        self._late = None if seconds is None else self._loop.call_later(seconds, self._look, seconds)
        try:
            await self._whole
        finally:
            if self._late is not None:
                self._late.cancel()
            self._whole = None
        told = {"http_version": b"HTTP/" + self._parser.get_http_version().encode(), "reason_phrase": self._reason}
        status, body = self._parser.get_status_code(), httpx2.ByteStream(b"".join(self._pieces))
        return httpx2.Response(status, headers=self._headers, stream=body, extensions=told)

    def is_fresh(self) -> bool:
        """Whether it can be asked again: the server has neither closed it, nor will in a moment."""
        return not self._lost and self._loop.time() - self._since < IDLE and not self._seen.poll(0)

    def close(self) -> None:
        """Close it."""
        self._transport.close()

    def _look(self, seconds: float) -> None:
        left = self._since + seconds - self._loop.time()
        if left > 0:
            self._late = self._loop.call_later(left, self._look, seconds)
        else:
            self._fail(httpx2.ReadTimeout(f"nothing came for {seconds} s"))

    def _fail(self, error: Exception) -> None:
        if self._whole is not None and not self._whole.done():
            self._whole.set_exception(error)

    def _complete(self, *, stays: bool) -> None:
        if self._whole is not None and not self._whole.done():
            self.stays = stays
            self._whole.set_result(None)

    # asyncio calls these.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._seen.register(transport.get_extra_info("socket").fileno(), select.POLLIN)

    def data_received(self, data: bytes) -> None:
        self._since = self._loop.time()
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._fail(httpx2.RemoteProtocolError(str(error)))

    def connection_lost(self, error: Exception | None) -> None:
        self._lost = True
        if error is not None:
            self._fail(httpx2.ReadError(str(error)))
        elif self._lasts:
            self._complete(stays=False)
        else:
            self._fail(httpx2.RemoteProtocolError("Server disconnected without sending a response."))

    # httptools calls these.

    def on_status(self, status: bytes) -> None:
        self._reason += status

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        named = {name.lower() for name, _ in self._headers}
        self._lasts = named.isdisjoint({b"content-length", b"transfer-encoding"})  # as long as the connection
        if self._method == "HEAD":  # nothing follows, whatever length it names
            self._complete(stays=False)

    def on_body(self, body: bytes) -> None:
        self._pieces.append(body)

    def on_message_complete(self) -> None:
        self._complete(stays=self._parser.should_keep_alive())
