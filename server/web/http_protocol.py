"""uvicorn's HTTP protocol with two limits more: how long a request's head may take to come, and how long its body.

uvicorn itself bounds only how long a line may be idle after an answer. One that never says a word, or stops in the
middle of a form, would hold a file and its memory for as long as whoever opened it likes.
"""

import asyncio
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = 10.0
"""Seconds from the first moment, or a next request's first byte, to the end of its headers."""
BODY = 60.0
"""Seconds from there to the end of its body: 64 kB at a tenth of what a bad telephone line carries."""
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Stage(Enum):
    """What of a request is still to come."""

    HEAD = "head"
    BODY = "body"
    NOTHING = "nothing"


class BoundedProtocol(HttpToolsProtocol):
    """Ends a line whose request does not come. One timer for a line, set only when a request is not there at once."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self._coming = Stage.HEAD
        self._limited = Stage.NOTHING
        self._limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A line was opened: something must come."""
        super().connection_made(transport)
        self._bound()

    def data_received(self, data: bytes) -> None:
        """Something came; what is still missing decides how long we wait."""
        super().data_received(data)
        self._bound()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._coming = Stage.HEAD

    def on_headers_complete(self) -> None:
        """Its headers are here."""
        super().on_headers_complete()
        self._coming = Stage.BODY

    def on_message_complete(self) -> None:
        """All of it is here; how long the answer takes is ours."""
        super().on_message_complete()
        self._coming = Stage.NOTHING

    def handle_websocket_upgrade(self) -> None:
        """From here on the line is a socket's, which has pings of its own."""
        self._coming = Stage.NOTHING
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        self._coming = Stage.NOTHING
        self._bound()
        super().connection_lost(exc)

    def _bound(self) -> None:
        if self._coming is self._limited:
            return  # a request that comes byte by byte has no more time than another
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
