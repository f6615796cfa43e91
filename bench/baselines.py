"""What the product is compared with: `python -m bench.baselines loop|broadcast PORT`; nginx is in bench/nchan.py."""

import asyncio
import sys
from typing import Any

import uvicorn
from websockets.asyncio.server import ServerConnection, broadcast, serve


def plain_loop(port: int) -> None:
    """The plain ASGI way: whatever one member sends goes to each by `websocket.send`."""
    members: dict[int, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        members[id(send)] = send
        while (message := await receive())["type"] == "websocket.receive":
            for each in list(members.values()):
                await each({"type": "websocket.send", "text": message["text"]})
        del members[id(send)]

    ws: Any = "websockets-sansio"
    uvicorn.run(app, port=port, ws=ws, ws_per_message_deflate=False, lifespan="off", log_level="warning", backlog=4096)


def websockets_broadcast(port: int) -> None:
    """The `broadcast()` of the websockets library."""
    members: set[ServerConnection] = set()

    async def member(line: ServerConnection) -> None:
        members.add(line)
        async for text in line:
            broadcast(members, text)
        members.discard(line)

    async def forever() -> None:
        async with serve(member, "127.0.0.1", port, compression=None, backlog=4096):
            await asyncio.Future()

    asyncio.run(forever())


if __name__ == "__main__":
    {"loop": plain_loop, "broadcast": websockets_broadcast}[sys.argv[1]](int(sys.argv[2]))
