"""A front to PostgreSQL that speaks TLS, as most servers do: the wheel's is built without it."""

import asyncio
import ssl
import struct
from contextlib import suppress
from pathlib import Path

import trustme

REQUEST = struct.pack("!ii", 8, 80877103)
"""What a client sends first when it wants TLS."""


class TlsFront:
    """Says yes to a request for TLS and passes the rest on to a unix socket. `encrypted` counts TLS connections."""

    def __init__(self, socket: str, folder: Path, *names: str) -> None:
        self.port = 0
        self.encrypted = 0
        self._socket = socket
        authority = trustme.CA()
        self.root = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.root))
        self.stranger = folder / "stranger.pem"
        trustme.CA().cert_pem.write_to_path(str(self.stranger))
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(*names).configure_cert(self._context)
        self._server: asyncio.Server | None = None

    async def start(self) -> "TlsFront":
        """Start listening."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1")
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """Stop listening; open connections end with their clients."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            first = await reader.readexactly(8)
            if first == REQUEST:
                writer.write(b"S")
                await writer.start_tls(self._context)
                self.encrypted += 1
                first = b""
            up_reader, up_writer = await asyncio.open_unix_connection(self._socket)
            up_writer.write(first)
            await asyncio.gather(_copy(reader, up_writer), _copy(up_reader, writer))
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
