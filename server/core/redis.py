"""Small messages to Redis, sent in the background. What does not get through is dropped: Redis only shortens a wait."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import Any

import structlog
from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from server.core.told_to_end import end_if_told

PATIENCE = 0.5  # seconds to connect, and to send one message
REST = 0.5  # seconds of pause after a failure
QUEUE = "peerboard:jobs"
GONE = (RedisError, OSError, TimeoutError)

log = structlog.get_logger(__name__)
Send = Callable[[ArqRedis], Awaitable[object]]


def pack(value: Any) -> bytes:
    """JSON, the only form in which we put anything into Redis. What JSON cannot hold becomes the name of its class."""
    return json.dumps(value, default=lambda strange: type(strange).__name__).encode()


def connect(url: str, *, patience: float = PATIENCE) -> ArqRedis:
    """A client that gives up after `patience` seconds. It connects on first use; call `aclose()` at the end."""
    pool: ConnectionPool = ConnectionPool.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)
    client = ArqRedis(pool, job_serializer=pack, job_deserializer=json.loads, default_queue_name=QUEUE)
    client.auto_close_connection_pool = True
    return client


class Bell:
    """Sends messages to Redis in order. With an empty `url` it does nothing. Must be used inside an event loop."""

    def __init__(self, url: str) -> None:
        self._redis = connect(url) if url else None
        self._waiting: dict[Hashable, Send] = {}
        self._task: asyncio.Task[None] | None = None
        self.gone = False
        """Whether the last attempt failed."""

    def put(self, key: Hashable, send: Send) -> None:
        """Send soon; never blocks or raises. Replaces what waits under the same `key`: a burst becomes one message."""
        if self._redis is None:
            return
        self._waiting[key] = send
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell(self._redis))

    async def close(self) -> None:
        """Stop sending and close the connection."""
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
                self._note_gone(gone=True, error=type(error).__name__)
                self._waiting.clear()
                end_if_told()
                await asyncio.sleep(REST)
            else:
                self._note_gone(gone=False)

    def _note_gone(self, *, gone: bool, error: str = "") -> None:
        if gone is not self.gone:
            log.warning("redis gone" if gone else "redis back", error=error)
        self.gone = gone
