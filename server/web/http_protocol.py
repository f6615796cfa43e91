"""uvicorn's HTTP protocol with two more time limits: for a request's headers to arrive, and for its body.

uvicorn itself only limits how long a connection may be idle after a response. One that never sends anything, or stops
in the middle of a form, would keep a file descriptor and its memory for as long as the client likes.
"""

import asyncio
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = 10.0
"""Seconds from the connection, or the first byte of a later request, to the end of the headers."""
BODY = 60.0
"""Seconds from there to the end of the body: 64 kB at a tenth of the speed of a bad phone connection."""
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Stage(Enum):
    """The part of a request that is still to come."""

    HEAD = "head"
    BODY = "body"
    NOTHING = "nothing"


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection whose request does not arrive. One timer per connection, set only while something is due."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self._coming = Stage.HEAD
        self._limited = Stage.NOTHING
        self._limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The connection is open; a request must come."""
        super().connection_made(transport)
        self._bound()

    def data_received(self, data: bytes) -> None:
        """Bytes came; what is still missing decides how long we wait."""
        super().data_received(data)
        self._bound()

    def on_message_begin(self) -> None:
        """A request has begun."""
        super().on_message_begin()
        self._coming = Stage.HEAD

    def on_headers_complete(self) -> None:
        """Its headers are complete."""
        super().on_headers_complete()
        self._coming = Stage.BODY

    def on_message_complete(self) -> None:
        """All of it has arrived; how long the answer takes is up to us."""
        super().on_message_complete()
        self._coming = Stage.NOTHING

    def handle_websocket_upgrade(self) -> None:
        """From here on it is a WebSocket, which has pings of its own."""
        self._coming = Stage.NOTHING
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone; stop the timer."""
        self._coming = Stage.NOTHING
        self._bound()
        super().connection_lost(exc)

    def _bound(self) -> None:
        if self._coming is self._limited:
            return  # a request that comes byte by byte gets no more time than others
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None
        self._limited = self._coming
        if self._coming is not Stage.NOTHING:
            seconds = HEAD if self._coming is Stage.HEAD else BODY
            self._limit = self.loop.call_later(seconds, self._end)

    def _end(self) -> None:
        if self.transport.is_closing():
            return
        began = self._coming is Stage.BODY and self.cycle is not None and self.cycle.response_started
        if not began and self.scope is not None:
            self.transport.write(TOO_SLOW)
        self.transport.close()
