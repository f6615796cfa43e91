"""Wrong codes: how many may be tried, per code, per address and in all, on all servers together (promise S1).

The count is kept in Redis, and beside it in this process's memory, which decides alone while Redis is away. What is
counted stands there only as a keyed hash: neither a code nor an address can be read from Redis (promise S9).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool

from schemas.codes import keyed_hash
from server.bell import GONE

PER_ADDRESS = RateLimitItemPerMinute(60)
EACH = RateLimitItemPerMinute(30)
MAILS = RateLimitItemPerHour(20)
"""For what sends a mail: to one address ("login"), or for one seat ("follow"), so that nobody's mailbox is filled."""
MAILED = frozenset({"login", "follow"})
ALL = RateLimitItemPerMinute(600)
PATIENCE = 0.25  # seconds for Redis to answer
REST = 5.0  # seconds without asking it after a failure

log = structlog.get_logger(__name__)
Ask = Callable[[MovingWindowRateLimiter], Awaitable[bool]]


class WrongCodes:
    """Counts wrong codes only; right ones are never counted. `await close()` at the end."""

    def __init__(self, secret: str, redis_url: str = "") -> None:
        self._secret = secret
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._pool: ConnectionPool | None = None
        self._shared: MovingWindowRateLimiter | None = None
        self._rests_until = 0.0
        if redis_url:
            self._pool = ConnectionPool.from_url(
                redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, max_connections=20
            )
            storage = RedisStorage("redis://", implementation="redispy", connection_pool=self._pool)  # type: ignore[arg-type]
            self._shared = MovingWindowRateLimiter(storage)

    async def may_try(self, kind: str, address: str, code: str) -> bool:
        """Whether another code of this kind may be tried now, by this address and with these words."""
        keys = self._keys(kind, address, code)
        return all([await self._ask(lambda windows, at=at: windows.test(*at)) for at in keys])  # type: ignore[misc]

    async def was_wrong(self, kind: str, address: str, code: str) -> None:
        """Count a wrong code."""
        for at in self._keys(kind, address, code):
            await self._ask(lambda windows, at=at: windows.hit(*at))  # type: ignore[misc]

    async def forget(self) -> None:
        """Count anew, here and on all servers."""
        for windows in (self._here, self._shared):
            if windows is not None:
                await windows.storage.reset()

    async def close(self) -> None:
        """Hang up."""
        if self._pool is not None:
            await self._pool.disconnect()

    async def _ask(self, ask: Ask) -> bool:
        """Asked here and there; whoever has counted enough says no. Without Redis this process answers alone."""
        here = await ask(self._here)
        if self._shared is None or time.monotonic() < self._rests_until:
            return here
        try:
            async with asyncio.timeout(2 * PATIENCE):
                return await ask(self._shared) and here
        except GONE as error:
            self._rests_until = time.monotonic() + REST
            log.warning("wrong codes counted here only", error=type(error).__name__)
            return here

    def _keys(self, kind: str, address: str, code: str) -> list[tuple[RateLimitItem, str, str, str]]:
        def hidden(text: str) -> str:
            return keyed_hash(self._secret, text).hex()[:32]

        return [
            (PER_ADDRESS, kind, "address", hidden(address)),
            (MAILS if kind in MAILED else EACH, kind, "code", hidden(code)),
            (ALL, kind, "all", ""),
        ]
