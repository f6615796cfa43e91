"""Limits on guessing codes: wrong ones are counted per code, per address and in all, across all servers (promise S1).

Beyond the limits a return code is refused. A join code is not: other people's typos must not shut anybody out, and one
address may be a whole hospital. Instead every attempt, right or wrong, then waits in the queue of its address.

The counts are in Redis, and in this process's memory too, which decides alone while Redis is away. Only keyed hashes
are stored: neither a code nor an address can be read from Redis (promise S9).
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
"""For whatever sends a mail: per mail address or per seat, so that nobody's mailbox is flooded."""
ALL = RateLimitItemPerMinute(600)


@dataclass(frozen=True)
class Kind:
    """The limits of one kind of attempt: `each` for the same words, `in_all` for everybody together (None: no limit,
    since it could be used to lock everybody out), and whether an attempt beyond them waits and is not refused."""

    each: RateLimitItem
    in_all: RateLimitItem | None
    waits: bool = False


KINDS = {
    "join": Kind(EACH, ALL, waits=True),
    "return": Kind(EACH, ALL),
    "enquiry": Kind(EACH, ALL),
    "login": Kind(MAILS, None),
    "follow": Kind(MAILS, None),
    "failed": Kind(EACH, ALL),
}
PACE = 30.0
"""Attempts per second from one address beyond the limits, as 1,500 people may type a code in a minute.
docs/security.md has the odds of a guess at this pace."""
LONGEST_WAIT = 5.0
NOT_COUNTED = "known"
"""Counts under this name are never read: they make a real code take as long as a wrong one."""
PATIENCE = 0.25  # seconds for Redis to answer
REST = 5.0  # seconds without asking Redis after a failure

log = structlog.get_logger(__name__)
Ask = Callable[[MovingWindowRateLimiter], Awaitable[bool]]


class WrongCodes:
    """Counts wrong codes, and never right ones. `await close()` at the end. Tests replace `sleep`. One `of` several
    processes at one address lets through its part of the pace."""

    def __init__(self, secret: str, redis_url: str = "", of: int = 1) -> None:
        self._secret = secret
        self.lines = Lines(PACE / of, LONGEST_WAIT)
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
        """Whether `code` may be tried now, as a code of this kind, from this address.

        Beyond the limits it is False for a kind that refuses. For one that waits it is True after at most LONGEST_WAIT
        seconds, or False if the address's queue is full; `at_rest` is called before the wait."""
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
        """Count a wrong code. A real one (`known`) that leads nowhere now is not counted, but goes through the same
        steps, so that nobody can tell from the time it takes."""
        for item, at, what, hidden in self._keys(kind, address, code):
            counted = (item, NOT_COUNTED if known else at, what, hidden)
            await self._ask(lambda windows, counted=counted: windows.hit(*counted))  # type: ignore[misc]

    async def forget(self) -> None:
        """Reset the counts, on all servers."""
        # Replaced, not emptied: the storage has a task that expires its counts.
        self._here = MovingWindowRateLimiter(MemoryStorage())
        if self._shared is not None:
            await self._shared.storage.reset()

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._pool is not None:
            await self._pool.disconnect()

    async def _ask(self, ask: Ask) -> bool:
        """Ask both this process's counts and Redis's; both must say yes. Without Redis this process decides alone."""
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
