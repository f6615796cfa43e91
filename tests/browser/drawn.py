"""Pages as the server sends them, judged in one document of Chromium that stays open: for as many pages as there are
formats, phases, roles and languages, where loading each would cost more than judging it.

Our scripts do not run in it. What they bring about is looked at where pages are loaded (test_every_page.py)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Route

from tests.browser.as_read import BY_TAB, FAULTS, HARDEST, faults_as_read
from tests.browser.chromium import Device
from tests.browser.judges import axe_faults
from tests.support.dom import Page

SWAP = """async ([text, size]) => {
  const made = new DOMParser().parseFromString(text, 'text/html'), root = document.documentElement;
  for (const {name} of [...root.attributes]) root.removeAttribute(name);
  for (const {name, value} of made.documentElement.attributes) root.setAttribute(name, value);
  root.setAttribute('data-size', size);
  for (const unscripted of made.querySelectorAll('noscript')) unscripted.remove();
  const sheets = of => [...of.querySelectorAll('link[rel=stylesheet]')];
  const wanted = sheets(made).map(link => link.getAttribute('href'));
  if (String(wanted) !== String(sheets(document).map(link => link.getAttribute('href')))) {
    for (const link of sheets(document)) link.remove();
    await Promise.all(wanted.map(href => new Promise((loaded, failed) => {
      const link = Object.assign(document.createElement('link'), {rel: 'stylesheet', onload: loaded, onerror: failed});
      link.setAttribute('href', href);
      document.head.append(link);
    })));
  }
  document.title = made.title;
  root.replaceChild(document.adoptNode(made.body), document.body);
}"""
TALL = 6000
"""All of a page is seen at once: what stands at the bottom of a phone covers nothing that one could scroll to."""
WAYS = (("light", 360, ""), ("dark", 320, "3"))
"""Colours, width and size of letters, in turn."""
WALL = (1920, 1080)
OWN = (
    *("id", "name", "for", "form", "aria-", "alt", "content", "placeholder", "title", "value", "data-", "hx-"),
    *("href", "action", "src", "srcset", "d", "datetime"),
)
"""Attributes in which only words, addresses and keys stand: that they are there is what counts."""
UNSAID = ("lang", "aria-pressed", "checked", "selected")
"""What differs with what somebody has chosen."""
UNSEEN = ("script", "noscript", "path")


@dataclass(eq=False)
class Drawn:
    """Judges pages by what axe finds, and those that members read also by what is wide, cut, covered or small. A page
    is looked at if a piece of it was on none before: a region, a form, a card. `folder` gets those, for the HTML
    checker."""

    browser: Browser
    base: str
    folder: Path
    thorough: bool = False
    """Each page that is not wholly like another one, and as test_every_page.py reads those of members, by Tab too."""
    wrong: dict[str, list[str]] = field(default_factory=dict)
    judged: int = 0
    """How many pages were looked at here."""
    _kept: int = 0
    _known: set[int] = field(default_factory=set)
    _device: Device | None = None

    async def judge(self, name: str, page: Page, *, member: bool) -> None:
        """Look at a page, unless all of it was looked at."""
        if not self.add(name, page):
            return
        self.judged += 1
        device = await self._document(page.source)
        colours, width, size = WAYS[self.judged % len(WAYS)]
        wall = page.at("page") == "screen"
        await device.see(*(WALL if wall else (width, TALL)), color_scheme=colours, forced_colors="none")
        await device.page.evaluate(SWAP, [page.source, "" if wall else size])
        self.wrong[f"{name} {colours} {width}"] = await axe_faults(device.page)
        if wall or not member:
            return
        found: dict[str, list[str]] = await device.page.evaluate(FAULTS, size)
        self.wrong |= {f"{name} {width}, {what}": faults for what, faults in found.items()}
        for how in HARDEST if self.thorough else ():
            found = await faults_as_read(device, how, by_tab=how == BY_TAB[self.judged % 2])
            self.wrong |= {f"{name}, {how}, {what}": faults for what, faults in found.items()}

    def add(self, name: str, page: Page) -> bool:
        """Know a page's pieces from now on. Returns whether one was new."""
        made_of = frozenset(hash(piece) for piece in pieces(page))
        known = {*made_of, hash(made_of)} if self.thorough else made_of
        if known <= self._known:
            return False
        self._known |= known
        self._kept += 1
        self.folder.joinpath(f"{self._kept:03} {name.replace('/', '_')}.html").write_text(page.source, "utf-8")
        return True

    @property
    def faults(self) -> dict[str, list[str]]:
        """What was found, by page."""
        return {name: found for name, found in self.wrong.items() if found}

    async def close(self) -> None:
        """Close the document. AssertionError when anything went wrong in it."""
        if self._device is not None:
            await self._device.close()

    async def _document(self, first: str) -> Device:
        """The document that all pages are put into: the first of them, without a script."""
        if self._device is not None:
            return self._device

        async def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                await route.fulfill(body=first, content_type="text/html; charset=utf-8")
            elif route.request.resource_type == "script":
                await route.fulfill(body="", content_type="text/javascript")
            else:
                await route.continue_()

        self._device = await Device.new(self.browser, self.base, width=WALL[0], height=WALL[1])
        await self._device.page.route("**/*", answer)
        await self._device.go("/")
        await self._device.page.unroute("**/*")
        return self._device


def pieces(page: Page) -> Iterator[Any]:
    """What a page is made of, without its words: the body and each element with an id, as they are without the pieces
    inside them. The same thing twice in a row is there once; what is hidden is not there."""
    yield from _pieces(page.body)[1]


def _pieces(element: Any) -> tuple[Any, list[Any]]:
    """An element, and the pieces inside it; a piece itself is one of these."""
    within: list[Any] = []
    parts: dict[Any, None] = {}
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN and child.get("hidden") is None:
            made, found = _pieces(child)
            within += found
            parts[made] = None
    told = tuple(
        (name, bool(value) if name.startswith(OWN) else value)
        for name, value in sorted(element.attrib.items())
        if name not in UNSAID
    )
    made = (element.tag, told, bool((element.text or "").strip()), tuple(parts))
    if element.get("id") or element.tag == "body":
        return "piece", [made, *within]
    return made, within
