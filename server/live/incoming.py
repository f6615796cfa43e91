"""What comes up a line."""

from collections.abc import Generator, Iterator

from websockets.frames import Frame
from websockets.streams import StreamReader

LARGEST = 125
"""Bytes of the frames that may come up: those that keep a line alive or end it have no more, and others are refused."""


class Incoming:
    """The frames that come up a line, read by the parser of the websockets library. Kept only while half of one is
    there: nearly always nobody sends anything."""

    __slots__ = ("_parsing", "_reader", "half")

    def __init__(self) -> None:
        self._reader = StreamReader()
        self._parsing = self._next()
        self.half = False
        """Whether a frame has begun that has not ended."""

    def frames(self, data: bytes) -> Iterator[Frame]:
        """Those that are complete with `data`. Raises what the parser raises."""
        self._reader.feed_data(data)
        while self._reader.buffer or self.half:
            self.half = True
            try:
                next(self._parsing)
            except StopIteration as whole:
                self._parsing, self.half = self._next(), False
                yield whole.value
            else:
                return

    def _next(self) -> Generator[None, None, Frame]:
        return Frame.parse(self._reader.read_exact, mask=True, max_size=LARGEST)
