"""Requests as bytes on a socket: those that no browser sends, and those of a browser that then goes away."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

PATIENCE = 20.0
SWITCHING = b"HTTP/1.1 101"
CLOSED = b"\x88\x80\0\0\0\0"
"""A client's empty close frame (RFC 6455, 5.5.1)."""


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a connection of our own to a server."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        yield reader, writer
    finally:
        writer.close()


def request_of(method: str, path: str, headers: Mapping[str, str | bytes], body: bytes = b"") -> bytes:
    """A request as bytes; Content-Length is the body's unless `headers` says something else."""
    told: dict[str, str | bytes] = {"Connection": "close", **headers}
    if body and "Content-Length" not in told and "Transfer-Encoding" not in told:
        told["Content-Length"] = str(len(body))
    lines = [method.encode("latin-1") + b" " + path.encode("utf-8", "surrogateescape") + b" HTTP/1.1"]
    lines += [
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode("latin-1"))
        for name, value in told.items()
    ]
    return b"\r\n".join((*lines, b"", body))


async def ask_raw(url: str, said: bytes) -> tuple[int, bytes]:
    """Send these bytes. Returns the status (0 when the connection closes without an answer) and the answer. A WebSocket
    is closed as soon as it is open."""
    async with line_to(url) as (reader, writer):
        writer.write(said)
        try:
            came = await asyncio.wait_for(reader.readline(), PATIENCE)
            if came.startswith(SWITCHING):
                writer.write(CLOSED)
            came += await asyncio.wait_for(reader.read(), PATIENCE)
        except ConnectionError:
            came = b""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", came)
    return (int(found[1]) if found else 0), came
