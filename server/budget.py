"""How much may be asked for: a window per browser, and a wide one per address for those we do not know.

A hospital is one address, and 1,500 people may join from it in a minute; so an address is only a bound on floods.
"""

import hashlib
from collections import OrderedDict

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection

SEAT = RateLimitItemPerSecond(25)
ADDRESS = RateLimitItemPerSecond(400)
KNOWN_MOST = 50_000
"""Browsers that are remembered; one that is forgotten is only looked up again."""


class Budget:
    """Windows in this process's memory: they bound one server, need nothing else, and are never wrong for long.

    A browser with a cookie of ours has a window of its own. Requests without one, and cookies that turned out to be
    nobody's, count for the address: who makes cookies up is bounded like who has none.
    """

    def __init__(self) -> None:
        self._windows = FixedWindowRateLimiter(MemoryStorage())
        self._known: OrderedDict[bytes, None] = OrderedDict()

    async def allows(self, request: HTTPConnection, cookie: str | None) -> bool:
        """Whether this request is within its browser's, or its address's, budget."""
        if not cookie:
            return await self._windows.hit(ADDRESS, "address", address_of(request))
        hashed = _short(cookie)
        if hashed not in self._known and not await self._windows.test(ADDRESS, "address", address_of(request)):
            return False
        return await self._windows.hit(SEAT, "seat", hashed.hex())

    async def looked_up(self, request: HTTPConnection, cookie: str, *, found: bool) -> None:
        """Say whether a request's cookie was somebody's."""
        hashed = _short(cookie)
        if found:
            self._known[hashed] = None
            self._known.move_to_end(hashed)
            if len(self._known) > KNOWN_MOST:
                self._known.popitem(last=False)
        elif hashed not in self._known:
            await self._windows.hit(ADDRESS, "address", address_of(request))


def _short(cookie: str) -> bytes:
    return hashlib.blake2b(cookie.encode(), digest_size=16).digest()


def address_of(request: HTTPConnection) -> str:
    """The address that asks, as the server (or a trusted proxy) knows it."""
    return request.client.host if request.client else "unknown"
