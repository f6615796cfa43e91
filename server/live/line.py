"""A line: the open socket of one page, once it is accepted, in one small object.

To open a socket takes 25 kB of objects: uvicorn's, Starlette's, whoever asked. None of them is needed to send frames.
So a Line takes over the transport, the route returns, and all of that is freed (`server/live/protocol.py`).
"""

import asyncio
from collections.abc import Callable

from websockets.exceptions import PayloadTooBig, ProtocolError
from websockets.frames import Close as Closing
from websockets.frames import Frame, Opcode

from server.core.close_codes import Close
from server.live.incoming import Incoming
from server.live.limits import HIGH_WATER, PATIENCE, UNANSWERED_MOST

PING = Frame(Opcode.PING, b"").serialize(mask=False)

_last: tuple[str, bytes] = ("", b"")


def frame_of(text: str) -> bytes:
    """`text` as a WebSocket frame. The same string object, sent again, is not framed again."""
    global _last
    if _last[0] is not text:
        _last = text, Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    return _last[1]


class Line(asyncio.Protocol):
    """`offer`, `close` and `there` never wait. `lines` holds those that are open; uvicorn ends them at its own end."""

    __slots__ = ("_closing", "_ended", "_full", "_gone", "_incoming", "_lines", "_transport", "_unanswered", "code")

    def __init__(self, transport: asyncio.Transport, lines: set["Line"]) -> None:
        self._transport, self._lines = transport, lines
        self._incoming: Incoming | None = None
        self._closing = self._full = self._ended = False
        self._unanswered = 0
        self._gone: Callable[[], None] | None = None
        self.code: int | None = None
        """The code it was closed with, by either end."""
        transport.set_write_buffer_limits(high=HIGH_WATER)
        transport.set_protocol(self)
        lines.add(self)

    def when_gone(self, gone: Callable[[], None]) -> None:
        """Call it when the line has ended; at once, if it has."""
        if self._ended:
            gone()
        else:
            self._gone = gone

    def offer(self, text: str) -> bool:
        """Send `text` now. False if the page reads too slowly (HIGH_WATER) or is gone."""
        if self._closing or self._full or self._ended:
            return False
        self._transport.write(frame_of(text))
        return True

    def there(self) -> bool:
        """Ask the other end whether it is there; False if it has not answered the last UNANSWERED_MOST times."""
        if self._unanswered == UNANSWERED_MOST:
            return False
        self._unanswered += 1
        self._transport.write(PING)
        return True

    def close(self, code: int) -> None:
        """Say goodbye with a code. Whoever does not take it within PATIENCE is cut off."""
        if not self._closing and not self._ended:
            self._closing, self.code = True, code
            self._transport.write(Frame(Opcode.CLOSE, Closing(code, "").serialize()).serialize(mask=False))
            asyncio.get_running_loop().call_later(PATIENCE, self._transport.abort)

    def shutdown(self) -> None:
        """What uvicorn calls when the server ends."""
        self.close(Close.DEPLOY)
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Something came up: an answer, a question or a goodbye. No page of ours sends anything else."""
        self._unanswered = 0
        self._incoming = incoming = self._incoming or Incoming()
        try:
            for frame in incoming.frames(data):
                self._take(frame)
        except (ProtocolError, PayloadTooBig, UnicodeDecodeError):
            self.close(Close.REFUSED)
            self._transport.close()  # and reads no more
        if not incoming.half:
            self._incoming = None

    def pause_writing(self) -> None:
        """More than HIGH_WATER bytes wait."""
        self._full = True

    def resume_writing(self) -> None:
        """They have been read."""
        self._full = False

    def connection_lost(self, _: Exception | None) -> None:
        """It has ended."""
        self._ended = True
        self._lines.discard(self)
        if self._gone is not None:
            gone, self._gone = self._gone, None
            gone()

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            if not self._closing:
                self.code = Closing.parse(frame.data).code
                self._transport.write(Frame(Opcode.CLOSE, frame.data).serialize(mask=False))
            self._transport.close()
        elif frame.opcode is Opcode.PING:
            if not self._full:  # whoever asks and does not read fills no memory
                self._transport.write(Frame(Opcode.PONG, frame.data).serialize(mask=False))
        elif frame.opcode is not Opcode.PONG:
            raise ProtocolError("no page of ours says anything")
