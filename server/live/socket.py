"""The socket: reads come down, nothing goes up. It stays dumb; who may listen is decided before it is accepted."""

import asyncio
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.access import parts_of
from server.errors import Problem
from server.live.audience import listener
from server.live.frames import Position
from server.live.protocol import EXTENSION
from server.live.watch import Member
from server.origin import same_origin

QUEUE = 64
"""Frames that may wait for one member where the server cannot tell whether they read."""
REFUSED = 4403


async def live(socket: WebSocket) -> None:
    """Follow a page: /live?page=meeting&id=…&at=EPOCH.SEQ. Close codes as in docs/architecture.md."""
    parts = parts_of(socket)
    if not same_origin(socket, parts.settings):
        await socket.close()
        return
    try:
        board_id, seat_id, audience = await listener(socket)
    except Problem:
        # accepted first: a page cannot read the status of a refused handshake, but it can read a close code
        await socket.accept()
        await socket.close(REFUSED)
        return
    await socket.accept()
    hub = parts.hub
    assert hub is not None
    queue: asyncio.Queue[str | int] = asyncio.Queue(QUEUE)
    offer = socket.scope.get("extensions", {}).get(EXTENSION) or _queued(queue)
    gone = asyncio.Event()

    def close(code: int) -> None:
        gone.set()
        while queue.full():
            queue.get_nowait()
        queue.put_nowait(code)

    member = Member(audience, seat_id, offer, close)
    writer = asyncio.create_task(_write(socket, queue))
    try:
        await hub.join(board_id, member, Position.read(socket.query_params.get("at", "")))
        while not gone.is_set():
            await socket.receive_text()
    except (WebSocketDisconnect, RuntimeError, KeyError):
        pass
    finally:
        hub.leave(board_id, member)
        if gone.is_set():
            await asyncio.wait({writer}, timeout=5)
        writer.cancel()


def _queued(queue: "asyncio.Queue[str | int]") -> Callable[[str], bool]:
    def offer(text: str) -> bool:
        try:
            queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    return offer


async def _write(socket: WebSocket, queue: "asyncio.Queue[str | int]") -> None:
    while True:
        what = await queue.get()
        if socket.application_state is not WebSocketState.CONNECTED:
            return
        if isinstance(what, int):
            await socket.close(what)
            return
        await socket.send_text(what)
