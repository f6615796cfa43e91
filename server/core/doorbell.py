"""The doorbell: "board 7 is at 412", from server to server. It may lose messages, since every hub polls as well."""

import asyncio
import random
from collections.abc import Callable

import structlog
from arq.connections import ArqRedis

from server.core.redis import GONE, Bell, connect, pack
from server.core.told_to_end import end_if_told

QUIET = 5.0  # seconds of silence before we ping
REST = 0.5  # seconds before the next attempt to listen, doubled up to REST_MOST
REST_MOST = 5.0

log = structlog.get_logger(__name__)


class Doorbell:
    """Rings other processes with `ring`. One task runs `listen`; `await close()` at the end."""

    def __init__(self, redis_url: str) -> None:
        self._url = redis_url
        self.bell = Bell(redis_url)
        self.listening = False
        """Whether a ring from another process would be heard now."""

    async def ring(self, board_id: int, seq: int) -> None:
        """Announce that the board is at `seq`, or with 0 that its state may have changed. Returns at once, never
        raises; if several of either wait, the last is sent."""
        self.bell.put(("board", board_id, seq > 0), lambda redis: redis.publish(f"board:{board_id}", pack(seq)))

    async def listen(self, callback: Callable[[int, int], object]) -> None:
        """Call `callback(board_id, seq)` for each ring, our own included, until cancelled. Redis may come and go."""
        rest = REST
        while self._url:
            try:
                await self._hear(callback)
            except GONE as error:
                if self.listening:
                    log.warning("doorbell silent", error=type(error).__name__)
                rest = REST if self.listening else min(2 * rest, REST_MOST)
            finally:
                self.listening = False
            end_if_told()
            await asyncio.sleep(rest * random.uniform(0.5, 1))

    async def close(self) -> None:
        """Stop ringing and close the connection."""
        await self.bell.close()

    async def _hear(self, callback: Callable[[int, int], object]) -> None:
        redis: ArqRedis = connect(self._url, patience=QUIET)
        try:
            async with redis.pubsub() as pubsub:
                await pubsub.psubscribe("board:*")
                asked = False
                while True:
                    end_if_told()
                    message = await pubsub.get_message(timeout=QUIET)
                    if message is None:
                        if asked:
                            raise TimeoutError
                        await pubsub.ping()
                    asked = message is None
                    self.listening = True
                    if message and message["type"] == "pmessage":
                        _answer(message["channel"], message["data"], callback)
        finally:
            await redis.aclose()


def _answer(channel: bytes, data: bytes, callback: Callable[[int, int], object]) -> None:
    try:
        board_id, seq = int(channel.removeprefix(b"board:")), int(data)
    except ValueError:
        return  # somebody else's nonsense
    callback(board_id, seq)
