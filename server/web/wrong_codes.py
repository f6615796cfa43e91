"""Codes that are tried: how many wrong ones per code, per address and in all, on all servers together (promise S1).

Past these bounds a return code is refused. A code for joining is not: others' typing errors must not shut anybody out,
and one address may be a whole hospital. There every try, right or wrong, waits in the line of its address.

The count is kept in Redis, and beside it in this process's memory, which decides alone while Redis is away. What is
counted stands there only as a keyed hash: neither a code nor an address can be read from Redis (promise S9).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool

from schemas.codes import keyed_hash
from server.core.redis import GONE
from server.web.pacing import Lines

PER_ADDRESS = RateLimitItemPerMinute(60)
EACH = RateLimitItemPerMinute(30)
MAILS = RateLimitItemPerHour(20)
"""For what sends a mail: to one address, or for one seat, so that nobody's mailbox is filled."""
ALL = RateLimitItemPerMinute(600)


@dataclass(frozen=True)
class Kind:
    """One kind of try: how many of the same words, how many in all (None: no bound, for it could be used to stop
    everybody), and whether a try past the bounds waits instead of being refused."""

    each: RateLimitItem
    in_all: RateLimitItem | None
    waits: bool = False


KINDS = {
    "join": Kind(EACH, ALL, waits=True),
    "return": Kind(EACH, ALL),
    "login": Kind(MAILS, None),
    "follow": Kind(MAILS, None),
}
PACE = 30.0
"""Tries a second of one address past the bounds: 1,500 people may type a code in a minute. docs/security.md has the
odds of a guess at this pace."""
LONGEST_WAIT = 5.0
NOT_COUNTED = "known"
"""Counted under this name is what nobody asks about: the answer takes as long as that to a wrong code."""
PATIENCE = 0.25  # seconds for Redis to answer
REST = 5.0  # seconds without asking it after a failure

log = structlog.get_logger(__name__)
Ask = Callable[[MovingWindowRateLimiter], Awaitable[bool]]


class WrongCodes:
    """Counts wrong codes only; right ones are never counted. `await close()` at the end. `sleep` is for tests."""

    def __init__(self, secret: str, redis_url: str = "") -> None:
        self._secret = secret
        self.lines = Lines(PACE, LONGEST_WAIT)
        self.sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
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

    async def may_try(self, kind: str, address: str, code: str, *, at_rest: Callable[[], None] = lambda: None) -> bool:
        """Whether another code of this kind may be tried now, by this address and with these words.

        Past the bounds it is no for a kind that refuses. For one that waits it is yes after at most LONGEST_WAIT
        seconds, and no when the address's line is full; `at_rest` is called before the wait."""
        keys = self._keys(kind, address, code)
        if all([await self._ask(lambda windows, at=at: windows.test(*at)) for at in keys]):  # type: ignore[misc]
            return True
        delay = self.lines.take_place(address) if KINDS[kind].waits else None
        if delay is None:
            return False
        at_rest()
        await self.sleep(delay)
        return True

    async def was_wrong(self, kind: str, address: str, code: str, *, known: bool = False) -> None:
        """Count a wrong code. One that is somebody's (`known`), yet leads nowhere now, is not counted: that takes the
        same steps, so that nobody can tell by the time."""
        for item, at, what, hidden in self._keys(kind, address, code):
            counted = (item, NOT_COUNTED if known else at, what, hidden)
            await self._ask(lambda windows, counted=counted: windows.hit(*counted))  # type: ignore[misc]

    async def forget(self) -> None:
        """Count anew, here and on all servers."""
        # To empty the storage in memory would take the counts away from under its own task, which ages them.
        self._here = MovingWindowRateLimiter(MemoryStorage())
        if self._shared is not None:
            await self._shared.storage.reset()

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

        rule = KINDS[kind]
        in_all = [(rule.in_all, kind, "all", "")] if rule.in_all else []
        return [(PER_ADDRESS, kind, "address", hidden(address)), (rule.each, kind, "code", hidden(code)), *in_all]
