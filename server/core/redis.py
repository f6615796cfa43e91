"""Small things told to Redis in the background. What does not get through is dropped: Redis only shortens a wait."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import Any

import structlog
from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

PATIENCE = 0.5  # seconds for one thing to be told
REST = 0.5  # seconds without a try after a failure
QUEUE = "peerboard:jobs"
GONE = (RedisError, OSError, TimeoutError)

log = structlog.get_logger(__name__)
Send = Callable[[ArqRedis], Awaitable[object]]


def pack(value: Any) -> bytes:
    """The only form in which anything of ours stands in Redis: JSON. Other objects become their class's name."""
    return json.dumps(value, default=lambda strange: type(strange).__name__).encode()


def connect(url: str, *, patience: float = PATIENCE) -> ArqRedis:
    """A client that gives up after `patience` seconds. Nothing is sent before its first use; wants `aclose()`."""
    pool: ConnectionPool = ConnectionPool.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)
    client = ArqRedis(pool, job_serializer=pack, job_deserializer=json.loads, default_queue_name=QUEUE)
    client.auto_close_connection_pool = True
    return client


class Bell:
    """Tells Redis things in the order they came. Without `url` it does nothing. Must be used inside an event loop."""

    def __init__(self, url: str) -> None:
        self._redis = connect(url) if url else None
        self._waiting: dict[Hashable, Send] = {}
        self._task: asyncio.Task[None] | None = None
        self.gone = False
        """Whether the last try failed."""

    def put(self, key: Hashable, send: Send) -> None:
        """Tell soon; never blocks or raises. What waits under the same `key` is replaced: a storm is told once."""
        if self._redis is None:
            return
        self._waiting[key] = send
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell(self._redis))

    async def close(self) -> None:
        """Stop telling and hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._redis is not None:
            with suppress(*GONE):
                await self._redis.aclose()

    async def _tell(self, redis: ArqRedis) -> None:
        while self._waiting:
            key = next(iter(self._waiting))
            send = self._waiting.pop(key)
            try:
                async with asyncio.timeout(2 * PATIENCE):
                    await send(redis)
            except GONE as error:
                self._turned(gone=True, error=type(error).__name__)
                self._waiting.clear()
                await asyncio.sleep(REST)
            else:
                self._turned(gone=False)

    def _turned(self, *, gone: bool, error: str = "") -> None:
        if gone is not self.gone:
            log.warning("redis gone" if gone else "redis back", error=error)
        self.gone = gone
