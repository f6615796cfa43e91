"""uvicorn's WebSocket protocol with two additions: the last text's frame is cached, and `offer` sends without waiting.

A fan-out sends the very same text to thousands of subscribers; framing it once and not for each takes a quarter of the
work. Without this protocol (`--ws`) everything works through plain ASGI, only slower.
"""

from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from server.live.limits import HIGH_WATER

EXTENSION = "peerboard.offer"
ABORT = "peerboard.abort"

_last: tuple[str, bytes] = ("", b"")


def frame_of(text: str) -> bytes:
    """`text` as a WebSocket frame. The same string object, sent again, is not framed again."""
    global _last
    if _last[0] is not text:
        _last = text, Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    return _last[1]


class OfferProtocol(WebSocketsSansIOProtocol):
    """Puts `offer(text) -> bool` into the scope's extensions, and `abort()` for a client that has stopped reading."""

    async def run_asgi(self) -> None:
        """Run the application with the extensions in place."""
        self.transport.set_write_buffer_limits(high=HIGH_WATER)
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[EXTENSION] = self.offer
        extensions[ABORT] = self.transport.abort
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """As uvicorn does, and free the headers of the handshake once it is accepted: nobody needs those 4 kB."""
        await super().send(message)
        if message["type"] == "websocket.accept":
            self.request = self.response = None  # type: ignore[assignment]

    def offer(self, text: str) -> bool:
        """Send `text` now; never waits. False if the subscriber reads too slowly (HIGH_WATER) or is gone."""
        if self.disconnected or self.close_sent or not self.handshake_complete or not self.writable.is_set():
            return False
        self.transport.write(frame_of(text))
        return True
