"""A browser without a screen: it has its own cookies, reads forms from pages, and posts them as browsers do."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

import httpx2
from lxml.html import FormElement

from tests.support.dom import Page
from tests.support.waiting import PATIENCE
from tests.support.wire import Wire

if TYPE_CHECKING:
    from tests.support.stream import Stream

Fields = Mapping[str, object]
SLOW_DOWN = 429
REDIRECTS = {301, 302, 303, 307, 308}


class Browser:
    """One device of one person, at one server. Use as `async with`, or `await close()` it."""

    def __init__(self, base: str, *, language: str = "da", timeout: float = PATIENCE) -> None:
        self.base = base.rstrip("/")
        self.followed: list[Stream] = []
        """The pages opened in it that follow the stream."""
        self.http = httpx2.AsyncClient(
            base_url=self.base,
            timeout=timeout,
            trust_env=False,
            transport=Wire(),
            headers={"Accept-Language": language, "Accept": "text/html,*/*;q=0.5", "User-Agent": "peerboard-tests"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *args: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its pages and its connections; a failed test has left its pages open."""
        for stream in self.followed:
            await stream.end()
        await self.http.aclose()

    def move(self, base: str) -> None:
        """From now on talk to another server of the same product, with the same cookies."""
        self.base = base.rstrip("/")
        self.http.base_url = httpx2.URL(self.base)

    @property
    def origin(self) -> str:
        """What it sends as Origin."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def cookie(self) -> str:
        """The Cookie header it would send."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)

    async def get(self, path: str, **options: Any) -> httpx2.Response:
        """One GET, without following redirects."""
        return await self.http.get(path, **options)

    async def post(self, path: str, fields: Fields | None = None, **headers: str) -> httpx2.Response:
        """One POST of a form, as from our own page; `headers` (with _ for -) override what is sent."""
        sent = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = {name: str(value) for name, value in (fields or {}).items()}
        return await self.http.post(path, data=data, headers=sent)

    async def page(self, path: str) -> Page:
        """Read a page, following redirects; AssertionError unless it is 200. Waits when it is asked to slow down."""
        answer = await self.get(path)
        while answer.status_code == SLOW_DOWN:
            await asyncio.sleep(0.1)
            answer = await self.get(path)
        page = await self.follow(answer)
        assert page.status == 200, f"{path}: {page.status}: {page.text[:300]}"
        return page

    async def submit(self, form: FormElement, fields: Fields | None = None) -> httpx2.Response:
        """Send a form of a page as it is, with `fields` filled in."""
        data = {**dict(form.form_values()), **(fields or {})}
        action = urlsplit(urljoin(self.base + "/", form.action or ""))
        path = action.path + (f"?{action.query}" if action.query else "")
        return await self.post(path, data) if form.method == "POST" else await self.get(path, params=data)

    async def follow(self, response: httpx2.Response) -> Page:
        """The page at the end of an answer's redirects (at most 5)."""
        for _ in range(5):
            if response.status_code not in REDIRECTS:
                break
            response = await self.get(urljoin(str(response.url), response.headers["location"]))
        return Page(response.text, str(response.url), response.status_code)
