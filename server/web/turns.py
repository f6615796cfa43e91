"""The requests of one browser: so many a second, and one at work at a time."""

import asyncio
import time

from starlette.requests import HTTPConnection

from server.web.fair_share import PLACE, Place

SEAT = 25
"""Requests per second from one browser, and as many in a burst."""
IN_LINE = 8
"""Requests from one browser that may wait for the one at work; a browser opens six connections at a time."""
TURN = "peerboard.turn"
"""Where in a request's scope its turn stands."""


class Bucket:
    """One browser: SEAT tokens, refilled at SEAT per second, and a turn that its requests take one by one.

    However much a client sends, it has one request at work at a time, so it slows down only itself.
    """

    __slots__ = ("at", "left", "turn", "waiting")

    def __init__(self) -> None:
        self.left, self.at = float(SEAT), time.monotonic()
        self.turn = asyncio.Lock()
        self.waiting = 0

    def take(self) -> bool:
        """Take a token. False if there is none, or if too many requests are waiting for their turn."""
        now = time.monotonic()
        self.left, self.at = min(SEAT, self.left + (now - self.at) * SEAT), now
        if self.left < 1 or self.waiting >= IN_LINE:
            return False
        self.left -= 1
        return True


class Turn:
    """A request's turn among its browser's requests; it can be given up before the request is done."""

    __slots__ = ("_bucket", "_held")

    def __init__(self, bucket: Bucket) -> None:
        self._bucket, self._held = bucket, False

    async def __aenter__(self) -> None:
        self._bucket.waiting += 1
        try:
            await self._bucket.turn.acquire()
            self._held = True
        finally:
            self._bucket.waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self.give_up()

    def give_up(self) -> None:
        """Let the browser's next request go on. Safe to call twice."""
        if self._held:
            self._held = False
            self._bucket.turn.release()


def give_up_turn(request: HTTPConnection) -> None:
    """Call before a long wait, so that neither the browser's other requests nor those from its address wait with it."""
    for held in (request.scope.get(TURN), request.scope.get(PLACE)):
        if isinstance(held, Turn | Place):
            held.give_up()
