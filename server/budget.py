"""How much may be asked for: a window per cookie, a wide one per address without a cookie, narrow ones for codes.

A hospital is one address, and 1,500 people may join from it in a minute; so an address is only a bound on floods.
"""

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from server.settings import Settings

SEAT = RateLimitItemPerSecond(25)
ADDRESS = RateLimitItemPerSecond(400)
CODE_PER_ADDRESS = RateLimitItemPerMinute(60)
CODE_EACH = RateLimitItemPerMinute(30)
CODE_ALL = RateLimitItemPerMinute(600)


class Budget:
    """Windows in this process's memory: they bound one server, need nothing else, and are never wrong for long."""

    def __init__(self) -> None:
        self._windows = FixedWindowRateLimiter(MemoryStorage())

    async def allows(self, request: HTTPConnection, settings: Settings) -> bool:
        """Whether this request is within its browser's, or its address's, budget."""
        cookie = request.cookies.get("__Host-peerboard" if settings.secure else "peerboard")
        if cookie:
            return await self._windows.hit(SEAT, "seat", cookie)
        return await self._windows.hit(ADDRESS, "address", address_of(request))


class Wrong:
    """Wrong codes only: per code, per address and in all. Right ones are never counted."""

    def __init__(self, storage: object | None = None) -> None:
        self._windows = MovingWindowRateLimiter(storage or MemoryStorage())  # type: ignore[arg-type]

    async def may_try(self, kind: str, address: str, code: str) -> bool:
        """Whether another code of this kind may be tried now."""
        return all([await self._windows.test(item, *key) for item, key in _keys(kind, address, code)])

    async def was_wrong(self, kind: str, address: str, code: str) -> None:
        """Count a wrong code."""
        for item, key in _keys(kind, address, code):
            await self._windows.hit(item, *key)


def _keys(kind: str, address: str, code: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    return [(CODE_PER_ADDRESS, (kind, "at", address)), (CODE_EACH, (kind, "code", code)), (CODE_ALL, (kind, "all"))]


def address_of(request: HTTPConnection) -> str:
    """The address that asks, as the server (or a trusted proxy) knows it."""
    return request.client.host if request.client else "unknown"
