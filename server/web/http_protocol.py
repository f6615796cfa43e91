"""uvicorn's HTTP protocol with two more time limits, for a request's headers to arrive and for its body; and with a way
to answer at once what is kept (`at_once.py`).

uvicorn itself only limits how long a connection may be idle after a response. One that never sends anything, or stops
in the middle of a form, would keep a file descriptor and its memory for as long as the client likes.
"""

import asyncio
from collections.abc import Callable
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from server.web.at_once import Answer
from server.web.kept import Headers

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
    """Closes a connection whose request does not arrive. One timer per connection, set only while something is due.
    `at_once` is asked first for the answer to a GET."""

    def __init__(
        self, *args: Any, at_once: Callable[[bytes, Headers], Answer | None] = lambda *_: None, **known: Any
    ) -> None:
        super().__init__(*args, **known)
        self._at_once = at_once
        self._fresh = False
        """Whether nothing of what has just come was answered at once. One request is, so that a connection that sends
        thousands together waits for others like everybody."""
        self._answered = False
        """Whether the request that is being read was answered at once."""
        self._coming = Stage.HEAD
        self._limited = Stage.NOTHING
        self._limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The connection is open; a request must come."""
        super().connection_made(transport)
        self._bound()

    def data_received(self, data: bytes) -> None:
        """Bytes came; what is still missing decides how long we wait."""
        self._fresh = True
        super().data_received(data)
        self._bound()

    def on_message_begin(self) -> None:
        """A request has begun."""
        super().on_message_begin()
        self._coming = Stage.HEAD
        self._answered = False

    def on_headers_complete(self) -> None:
        """Its headers are complete."""
        self._coming = Stage.BODY
        if self._fresh and self._may_be_answered() and (answer := self._at_once(self.url, self.headers)) is not None:
            self._fresh, self._answered = False, True
            self._say(answer)
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it has arrived; how long the answer takes is up to us."""
        if not self._answered:
            super().on_message_complete()
        self._coming = Stage.NOTHING

    def _may_be_answered(self) -> bool:
        """Whether it is a usual GET, all before it were answered, and the answers are being read."""
        parser, cycle = self.parser, self.cycle
        plain = parser.get_method() == b"GET" and parser.get_http_version() == "1.1" and parser.should_keep_alive()
        return (
            plain
            and not parser.should_upgrade()
            and (cycle is None or cycle.response_complete)
            and not self.flow.write_paused
        )

    def _say(self, answer: Answer) -> None:
        lines = [STATUS_LINE[answer.status]]
        for name, value in self.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*lines, answer.head, b"\r\n", answer.body)))
        self.on_response_complete()

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
