"""Long polling: the same hub and the same frames, for networks that block WebSockets."""

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.core.access import runtime_of
from server.core.errors import NotAllowed
from server.live.audience import listener
from server.live.feed import Subscriber
from server.live.frames import Position, the_time
from server.live.hub import Hub
from server.live.limits import HELD
from server.web.csrf import FOREIGN, may_poll
from server.web.html import NO_STORE

LOOK_UP = 0.5
"""Seconds between checks whether the server is shutting down: a held request must not hold up a deploy."""


async def poll(request: Request) -> Response:
    """The frames after `at`: at once if there are any, else when the first comes; none after HELD seconds."""
    runtime = runtime_of(request)
    if not may_poll(request, runtime.settings):
        raise NotAllowed(FOREIGN)
    asked = await listener(request)
    news = News(request.query_params.get("state", ""))
    subscriber = Subscriber(asked.audience, asked.seat_id, news.offer, news.close, asked.session_id)
    hub = runtime.the(Hub)
    try:
        await hub.join(asked.board_id, subscriber, Position.read(request.query_params.get("at", "")))
        end = time.monotonic() + HELD
        while not news.came.is_set() and time.monotonic() < end and not request.app.state.leaving:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_UP):
                    await news.came.wait()
    finally:
        hub.leave(asked.board_id, subscriber)
    return JSONResponse(news.answer | {"now": the_time()}, headers=NO_STORE)


class News:
    """What arrives while a request is held. `known` is the hash of the state that the page shows."""

    def __init__(self, known: str) -> None:
        self._known = known
        self.came = asyncio.Event()
        self.answer: dict[str, Any] = {"frames": []}

    def offer(self, text: str) -> bool:
        """Take a frame if it is news; heartbeats are not. A known state is news again after any other frame, which may
        have changed what the page shows of it. Always True."""
        frame = json.loads(text)
        frames = self.answer["frames"]
        if "after" in frame or ("state" in frame and (frames or frame["state"] != self._known)):
            frames.append(frame)
            self.came.set()
        return True

    def close(self, code: int) -> None:
        """End the request, and give the page the close code."""
        self.answer["close"] = code
        self.came.set()
