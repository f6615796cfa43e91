"""uvicorn's WebSocket protocol with one addition: once a socket is accepted, a `Line` can take it over.

Without this protocol (`--ws`) everything works through plain ASGI, only slower and in more memory.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.live.line import Line

TAKE_OVER = "peerboard.take_over"


class LineProtocol(WebSocketsSansIOProtocol):
    """Puts `take_over() -> Line | None` into the scope's extensions."""

    async def run_asgi(self) -> None:
        """Run the application with the extension in place."""
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[TAKE_OVER] = self.take_over
        await super().run_asgi()

    def take_over(self) -> Line | None:
        """A line in place of this protocol, which may now end. None if something has come up already, or the socket has
        gone: then the application goes on as it would without us."""
        if self.disconnected or self.close_sent or not self.queue.empty() or self.conn.reader.buffer:
            return None
        self.stop_keepalive()
        self.connections.discard(self)
        line = Line(self.transport, self.connections)  # type: ignore[arg-type]
        self.transport = Ended()  # type: ignore[assignment]
        return line


class Ended:
    """What uvicorn closes when the application has returned, in place of the transport that a line has now."""

    def close(self) -> None:
        """Nothing is left to close."""
