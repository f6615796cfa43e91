"""The socket: frames go down, nothing comes up. It is dumb; whether somebody may follow is decided before it opens."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.core.access import runtime_of
from server.core.close_codes import Close
from server.core.errors import Away, Problem
from server.live.audience import listener
from server.live.feed import Subscriber
from server.live.frames import Position
from server.live.hub import Hub
from server.live.limits import PATIENCE, QUEUE
from server.live.protocol import ABORT, EXTENSION
from server.web.csrf import same_origin


async def live(socket: WebSocket) -> None:
    """Follow a page: /live?page=meeting&id=…&at=EPOCH.SEQ. Close codes as in docs/architecture.md."""
    runtime = runtime_of(socket)
    if not same_origin(socket, runtime.settings):
        await socket.close()
        return
    try:
        asked = await listener(socket)
    except Problem as problem:
        # Accepted first: a page cannot read the status of a refused handshake, but it can read a close code.
        await socket.accept()
        await socket.close(Close.LATER if isinstance(problem, Away) else Close.REMOVED)
        return
    await socket.accept()
    hub = runtime.the(Hub)
    sender = Sender(socket)
    subscriber = Subscriber(asked.audience, asked.seat_id, sender.offer, sender.close, asked.session_id)
    try:
        await hub.join(asked.board_id, subscriber, Position.read(socket.query_params.get("at", "")))
        message = await socket.receive()
        if message["type"] == "websocket.receive":
            sender.close(Close.REFUSED)  # no page of ours sends anything
    except Away:
        sender.close(Close.LATER)
    finally:
        hub.leave(asked.board_id, subscriber)
        await sender.end()


class Sender:
    """The sending side of one socket. `offer` and `close` never wait."""

    __slots__ = ("_abort", "_goodbye", "_queue", "_socket", "_writer", "offer")

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        extensions = socket.scope.get("extensions", {})
        self._abort: Callable[[], None] = extensions.get(ABORT, lambda: None)
        self._queue: asyncio.Queue[str] | None = None  # made when needed: 3 kB that most subscribers do without
        self._writer: asyncio.Task[None] | None = None
        self._goodbye: asyncio.Task[None] | None = None
        self.offer: Callable[[str], bool] = extensions.get(EXTENSION) or self._queued

    def close(self, code: int) -> None:
        """Close with a code; what is still in the queue is not sent."""
        if self._writer is not None:
            self._writer.cancel()
        if self._goodbye is None:
            self._goodbye = asyncio.create_task(self._say_goodbye(code))

    async def end(self) -> None:
        """Stop sending, and wait until the close code has been sent or given up on."""
        if self._writer is not None:
            self._writer.cancel()
        if self._goodbye is not None:
            await asyncio.wait({self._goodbye})

    def _queued(self, text: str) -> bool:
        """`offer` on a server without our protocol: through a queue and a task."""
        if self._queue is None:
            self._queue = asyncio.Queue(QUEUE)
            self._writer = asyncio.create_task(self._write(self._queue))
        if self._goodbye is not None or self._queue.full():
            return False
        self._queue.put_nowait(text)
        return True

    async def _write(self, queue: asyncio.Queue[str]) -> None:
        while self._socket.application_state is WebSocketState.CONNECTED:
            with suppress(WebSocketDisconnect, RuntimeError):
                await self._socket.send_text(await queue.get())

    async def _say_goodbye(self, code: int) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                with suppress(WebSocketDisconnect, RuntimeError, OSError):
                    await self._socket.close(code)
        except TimeoutError:
            self._abort()
