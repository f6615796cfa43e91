"""The socket: frames go down, nothing comes up. It is dumb; whether somebody may follow is decided before it opens."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.core.access import runtime_of
from server.core.close_codes import Close
from server.core.errors import Away, Problem
from server.live.audience import Listener, listener
from server.live.feed import Subscriber
from server.live.frames import Position
from server.live.hub import Hub
from server.live.limits import PATIENCE, QUEUE
from server.live.line import Line
from server.live.protocol import TAKE_OVER
from server.web.access_log import ends_later, note_away
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
        if isinstance(problem, Away):
            note_away(socket.scope, problem)
        await socket.accept()
        await socket.close(Close.LATER if isinstance(problem, Away) else Close.REMOVED)
        return
    await socket.accept()
    hub, at = runtime.the(Hub), Position.read(socket.query_params.get("at", ""))
    take_over = socket.scope.get("extensions", {}).get(TAKE_OVER)
    line = take_over() if take_over else None
    if line is not None:
        await _follow(hub, asked, at, line, ends_later(socket.scope))
    else:
        await _stay(hub, asked, at, socket)


async def _follow(hub: Hub, asked: Listener, at: Position, line: Line, ended: Callable[[int | None], None]) -> None:
    """Follow on a line, which needs nobody to wait for its end."""
    subscriber = Subscriber(asked.audience, asked.seat_id, line.offer, line.close, asked.session_id, line.there)

    def gone() -> None:
        hub.leave(asked.board_id, subscriber)
        ended(line.code)

    try:
        await hub.join(asked.board_id, subscriber, at)
    except Problem as problem:
        line.close(Close.LATER if isinstance(problem, Away) else Close.REMOVED)
    finally:
        line.when_gone(gone)


async def _stay(hub: Hub, asked: Listener, at: Position, socket: WebSocket) -> None:
    """Follow as any ASGI application does: until the socket ends."""
    sender = Sender(socket)
    subscriber = Subscriber(asked.audience, asked.seat_id, sender.offer, sender.close, asked.session_id)
    try:
        await hub.join(asked.board_id, subscriber, at)
        message = await socket.receive()
        if message["type"] == "websocket.receive":
            sender.close(Close.REFUSED)  # no page of ours sends anything
    except Away:
        sender.close(Close.LATER)
    finally:
        hub.leave(asked.board_id, subscriber)
        await sender.end()


class Sender:
    """The sending side of one socket on a server without our protocol. `offer` and `close` never wait."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUE)
        self._writer = asyncio.create_task(self._write())
        self._goodbye: asyncio.Task[None] | None = None

    def offer(self, text: str) -> bool:
        """Queue a frame; False if too many wait."""
        if self._goodbye is not None or self._queue.full():
            return False
        self._queue.put_nowait(text)
        return True

    def close(self, code: int) -> None:
        """Close with a code; what is still in the queue is not sent."""
        self._writer.cancel()
        if self._goodbye is None:
            self._goodbye = asyncio.create_task(self._say_goodbye(code))

    async def end(self) -> None:
        """Stop sending, and wait until the close code has been sent or given up on."""
        self._writer.cancel()
        if self._goodbye is not None:
            await asyncio.wait({self._goodbye})

    async def _write(self) -> None:
        while self._socket.application_state is WebSocketState.CONNECTED:
            with suppress(WebSocketDisconnect, RuntimeError):
                await self._socket.send_text(await self._queue.get())

    async def _say_goodbye(self, code: int) -> None:
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            async with asyncio.timeout(PATIENCE):
                await self._socket.close(code)
