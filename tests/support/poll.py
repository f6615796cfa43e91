"""A page behind a proxy that refuses upgrades: it follows by long polling, from the same hub with the same frames."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx2

from tests.support.stream import RETRIED, Stream

if TYPE_CHECKING:
    from tests.support.browser import Browser

REMOVED = 4403
REFUSED = {403, 404}
"""Statuses that tell the page it is over, like close code 4403."""


class Poll(Stream):
    """Like a Stream, over GET /poll. `known` is the last state it has seen."""

    def __init__(self, browser: "Browser", path: str, *, auto: bool = True) -> None:
        super().__init__(browser, path, auto=auto)
        self.known = ""

    async def ask(self) -> dict[str, Any]:
        """One request, which the server holds until it has news (25 s at most)."""
        told = {**self._live, "at": self.at, "state": self.known}
        answer = await self.browser.get("/poll", params=told, timeout=90)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def take(self, answer: dict[str, Any]) -> None:
        """Apply an answer's frames."""
        for frame in answer["frames"]:
            self.receive(json.dumps(frame, ensure_ascii=False))
            if frame.get("content"):  # it may have drawn a newer state that we know nothing about
                self.known = frame.get("state", "")
        if "close" in answer:
            self.code = answer["close"]
            self.ended = self.code not in RETRIED

    async def _follow(self) -> None:
        while self.auto:
            try:
                self.take(await self.ask())
            except httpx2.HTTPStatusError as refused:
                if refused.response.status_code in REFUSED:
                    self.code, self.ended = REMOVED, True
                await asyncio.sleep(0.2)
            except httpx2.HTTPError:
                await asyncio.sleep(0.2)
            except AssertionError as failure:
                self.failure, self.ended = failure, True
            if self.ended:
                return
