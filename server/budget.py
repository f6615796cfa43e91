"""How much may be asked for: a bucket per browser, and a wide window per address for those we do not know.

A hospital is one address, and 1,500 people may join from it in a minute; so an address is only a bound on floods.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from contextlib import AbstractAsyncContextManager, nullcontext

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection

SEAT = 25
"""Requests a second of one browser, and as many at once."""
IN_LINE = 8
"""Requests of one browser that may wait for the one at work; a browser opens six connections at a time."""
ADDRESS = RateLimitItemPerSecond(400)
KNOWN_MOST = 50_000
"""Browsers that are remembered; one that is forgotten is only looked up again."""


class Bucket:
    """One browser: SEAT tokens, filled up at SEAT a second, and a turn that its requests take one by one.

    Whoever floods has one request at work at a time, whatever they send: they slow themselves.
    """

    __slots__ = ("at", "left", "turn", "waiting")

    def __init__(self) -> None:
        self.left, self.at = float(SEAT), time.monotonic()
        self.turn = asyncio.Lock()
        self.waiting = 0

    def take(self) -> bool:
        """Take a token, if there is one, and if not too many have one and wait for their turn."""
        now = time.monotonic()
        self.left, self.at = min(SEAT, self.left + (now - self.at) * SEAT), now
        if self.left < 1 or self.waiting >= IN_LINE:
            return False
        self.left -= 1
        return True

    async def __aenter__(self) -> None:
        self.waiting += 1
        try:
            await self.turn.acquire()
        finally:
            self.waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self.turn.release()


class Budget:
    """Kept in this process's memory: it bounds one server, needs nothing else, and is never wrong for long.

    A browser with a cookie of ours has a bucket of its own. Requests without one, and cookies that turned out to be
    nobody's, count for the address: who makes cookies up is bounded like who has none.
    """

    def __init__(self, address: RateLimitItem = ADDRESS) -> None:
        self.address = address
        self._windows = FixedWindowRateLimiter(MemoryStorage())
        self._known: OrderedDict[bytes, Bucket] = OrderedDict()

    async def allows(self, request: HTTPConnection, cookie: str | None) -> bool:
        """Whether this request is within its browser's, or its address's, budget."""
        if not cookie:
            return await self._windows.hit(self.address, address_of(request))
        bucket = self._known.get(_short(cookie))
        return bucket.take() if bucket else await self._windows.test(self.address, address_of(request))

    def turn(self, cookie: str | None) -> AbstractAsyncContextManager[None]:
        """What a request works in: its browser's turn, if we know the browser."""
        return (self._known.get(_short(cookie)) if cookie else None) or nullcontext()

    async def looked_up(self, request: HTTPConnection, cookie: str, *, found: bool) -> None:
        """Say whether a request's cookie was somebody's."""
        hashed = _short(cookie)
        if found:
            self._known.setdefault(hashed, Bucket())
            self._known.move_to_end(hashed)
            if len(self._known) > KNOWN_MOST:
                self._known.popitem(last=False)
        elif hashed not in self._known:
            await self._windows.hit(self.address, address_of(request))


def _short(cookie: str) -> bytes:
    return hashlib.blake2b(cookie.encode(), digest_size=16).digest()


def address_of(request: HTTPConnection) -> str:
    """The address that asks, as the server (or a trusted proxy) knows it."""
    return request.client.host if request.client else "unknown"
