"""A page that follows the live stream as the browser does: positions, gaps, silence, reconnecting."""

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.support.dom import Page
from tests.support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from tests.support.browser import Browser

RETRIED = {1001, 1005, 1006, *range(1011, 1015)}
"""Close codes after which hx-ws connects again; any other ends it for good."""
SILENCE = 40
Condition = Callable[[Page], object]


class Stream:
    """One open page. `page` is what the person sees, `seq` how far it has come, `raw` every message received."""

    def __init__(self, browser: "Browser", path: str, *, auto: bool = True) -> None:
        self.browser, self.path, self.auto = browser, path, auto
        self.page = Page("")
        self.epoch, self.seq = "", 0
        self.raw: list[str] = []
        self.states: list[str] = []
        self.code: int | None = None
        """The last close code."""
        self.ended = False
        self.gaps = 0
        self.connected: list[float] = []
        """The loop time of each connection."""
        self.failure: AssertionError | None = None
        self._live: dict[str, str] = {}
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> "Stream":
        """Load the page and connect; returns when the first frame has arrived."""
        await self.follow(await self.browser.page(self.path))
        await until(lambda: self.raw or self.failure or self.ended, what=f"the first frame of {self.path}")
        return self

    async def follow(self, page: Page) -> None:
        """Connect from a page that was loaded some time ago, without waiting for anything."""
        self.load(page)
        self.browser.followed.append(self)
        self._task = asyncio.ensure_future(self._follow())

    def load(self, page: Page) -> None:
        """Show a freshly loaded page."""
        self.page = page
        self.epoch, _, seq = page.at("at").rpartition(".")
        assert seq.isdigit(), f"{page.url} has no position: {page.at('at')!r}"
        self.seq = int(seq)
        query = urlsplit(page.element("stream").get("hx-ws:connect", "")).query
        self._live = {name: values[0] for name, values in parse_qs(query).items()}

    @property
    def at(self) -> str:
        """The position, as the page would send it."""
        return f"{self.epoch}.{self.seq}"

    @property
    def url(self) -> str:
        """The address the page connects to now."""
        return f"{self.browser.base.replace('http', 'ws', 1)}/live?{urlencode({**self._live, 'at': self.at})}"

    async def until(self, condition: Condition, *, seconds: float = PATIENCE, what: str = "the page to change") -> Page:
        """The page, as soon as `condition(page)` is true; a missing element counts as not yet."""
        missing: AssertionError | None = None

        def holds() -> bool:
            nonlocal missing
            if self.failure:
                raise self.failure
            try:
                return bool(condition(self.page))
            except AssertionError as error:
                missing = error
                return False

        try:
            await until(holds, seconds=seconds, what=f"{what} on {self.path}")
        except AssertionError as late:
            raise late from missing
        return self.page

    async def sees(self, text: str, *, seconds: float = PATIENCE) -> Page:
        """The page, as soon as the text is on it."""
        return await self.until(lambda page: text in page.text, seconds=seconds, what=repr(text))

    async def reaches(self, seq: int, *, seconds: float = PATIENCE) -> None:
        """Returns when the page has applied everything up to `seq`."""
        await self.until(lambda _: self.seq >= seq, seconds=seconds, what=f"number {seq}")

    async def closed(self, *, seconds: float = PATIENCE) -> int:
        """The close code, once it has come."""
        await until(lambda: self.code is not None, seconds=seconds, what="the socket to close")
        return self.code or 0

    async def fetch_mine(self) -> Page:
        """Fetch the member's own elements, as the page does after a broadcast when they have acted."""
        answer = await self.browser.get(self.page.at("mine"))
        self.page.apply(answer.text, mine=True)
        return self.page

    async def drop(self) -> None:
        """Lose the connection, as on bad Wi-Fi."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        """Close the page as the person would. AssertionError if a frame did not fit it."""
        await self.end()
        if self.failure:
            raise self.failure

    async def end(self) -> None:
        """Stop following, whatever came of it. Harmless to repeat."""
        self.auto = False
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._socket is not None:
            self._socket.transport.abort()

    def receive(self, text: str) -> bool:
        """Handle one message as the page does. False when it reveals a gap, and the page must reconnect."""
        self.raw.append(text)
        frame: dict[str, Any] = json.loads(text)
        if "after" in frame:
            return self._numbered(frame)
        if "state" in frame:
            self.states.append(frame["state"])
            self.page.apply(frame["content"])
        elif "seq" in frame and frame["seq"] > self.seq:
            self.gaps += 1
            return False
        return True

    def _numbered(self, frame: dict[str, Any]) -> bool:
        whole = frame.get("epoch", self.epoch) != self.epoch or frame.get("whole", False)
        if not whole and frame["seq"] <= self.seq:
            return True
        if not whole and frame["after"] > self.seq:
            self.gaps += 1
            return False
        self.page.apply(frame.get("content") or "")
        self.epoch, self.seq = frame.get("epoch", self.epoch), frame["seq"]
        self.page.body.set("data-at", self.at)
        return True

    async def _follow(self) -> None:
        pause = 0.05
        while True:
            try:
                # Only we know the page's path; the server sees Origin and the cookie, as from a browser.
                async with connect(
                    self.url,
                    origin=self.browser.origin,  # type: ignore[arg-type]
                    additional_headers={"Cookie": self.browser.cookie},
                    compression=None,
                    proxy=None,
                    max_size=2**20,
                    open_timeout=PATIENCE,
                    ping_interval=None,
                    close_timeout=0.2,
                ) as self._socket:
                    self.connected.append(asyncio.get_running_loop().time())
                    pause = 0.05
                    await self._read(self._socket)
            except ConnectionClosed as closed:
                self.code = closed.rcvd.code if closed.rcvd else 1006
                if self.code not in RETRIED:
                    self.ended = True
            except (OSError, InvalidHandshake, TimeoutError, EOFError):
                pass
            except AssertionError as failure:
                self.failure, self.ended = failure, True
            if self.ended or not self.auto:
                return
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(pause * 2, 1)

    async def _read(self, socket: ClientConnection) -> None:
        while True:
            async with asyncio.timeout(SILENCE):  # wait_for of Python 3.11 may swallow the cancelling of close()
                text = await socket.recv(decode=True)
            if not self.receive(text):
                socket.transport.abort()
                return
