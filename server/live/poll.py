"""Long polling: the same hub and the same frames, for places where WebSockets are blocked."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.access import parts_of
from server.html import NO_STORE
from server.live.audience import listener
from server.live.frames import Position
from server.live.watch import Member

HELD = 25.0
"""Seconds a request is held at the most; below the idle limits of common proxies."""


async def poll(request: Request) -> Response:
    """The frames after `at`, at once if there are any, else when the first comes; empty after 25 seconds."""
    parts = parts_of(request)
    board_id, seat_id, audience = await listener(request)
    known = request.query_params.get("state", "")
    frames: list[str] = []
    came = asyncio.Event()

    def offer(text: str) -> bool:
        if json.loads(text).get("state") != known or not known:
            frames.append(text)
            came.set()
        return True

    closed: list[int] = []

    def close(code: int) -> None:
        closed.append(code)
        came.set()

    member = Member(audience, seat_id, offer, close)
    hub = parts.hub
    assert hub is not None
    await hub.join(board_id, member, Position.read(request.query_params.get("at", "")))
    try:
        async with asyncio.timeout(HELD):
            await came.wait()
    except TimeoutError:
        pass
    finally:
        hub.leave(board_id, member)
    answer = {"frames": [json.loads(frame) for frame in frames]} | ({"close": closed[0]} if closed else {})
    return JSONResponse(answer, headers=NO_STORE)
