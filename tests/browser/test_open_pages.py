"""The open pages in a browser: without a fault that axe finds, as wide as the screen, on as many sheets as they say."""

import re
from itertools import cycle
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser

from schemas.flow import Status
from tests.browser.as_read import WIDE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults, complaints, lighthouse
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300
from tests.support.cast import Cast
from tests.views.public.opened import ENDS, Opened

pytestmark = pytest.mark.browser
PAGES = ("", "/1", "/8", "/2/historie", "/plakat", "/ramme", "/trin/gjort", "/9")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAPER = {"/plakat": (595, 842), "/plakat?str=a3": (842, 1191), "/2/historie": (595, 842)}
"""Points: A4 and A3."""


async def opened_board(cast: Cast, slug: str) -> Opened:
    """A board with the tour's ideas, each at another point of its way, and the longest text that there can be."""
    opened = await Opened.make(cast.database, slug, intro="Vi mødes hver anden måned.")
    for (title, text), status in zip(IDEAS, ENDS, strict=True):
        await opened.add(title, text, status, said="Det taler vi om på næste personalemøde, og så giver vi besked.")
    await opened.add(TITLE_300, TEXT_4000[:4000], Status.DONE, retold=True)
    return opened


async def test_strangers_read_them_on_every_screen_and_on_paper(cast: Cast, device: New) -> None:
    opened = await opened_board(cast, "aaben-afdeling")
    stranger = await device(width=360, height=800)
    wrong, themes = dict[str, object](), cycle(THEMES)
    for path in ("/aabent", *(opened.path + each for each in PAGES)):
        await stranger.page.emulate_media(color_scheme=next(themes))
        answer = await stranger.page.goto(cast.url + path)
        assert answer is not None
        assert answer.status == (404 if path.endswith("/9") else 200), path
        wrong[path] = [*await axe_faults(stranger.page), *await stranger.page.evaluate(WIDE)]
    assert not {name: found for name, found in wrong.items() if found}
    for path, (width, height) in PAPER.items():
        await stranger.page.goto(cast.url + opened.path + path)
        paper = await stranger.page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1, path
        (box,) = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
        assert (abs(float(box[0]) - width) < 2, abs(float(box[1]) - height) < 2) == (True, True), (path, box)
    stranger.faults = [fault for fault in stranger.faults if "404" not in fault]


@pytest.mark.slow
async def test_search_engines_and_old_phones_read_them_too(cast: Cast, tmp_path: Path, browser: Browser) -> None:
    assert browser.is_connected(), "Lighthouse brings a Chromium of its own, and is skipped where there is none"
    opened = await opened_board(cast, "aaben-for-alle")
    poor: dict[str, object] = {}
    for path in ("/aabent", opened.path, f"{opened.path}/2", f"{opened.path}/2/historie"):
        seen = await lighthouse(cast.url + path, "", tmp_path, found=True)
        if any(seen[each] < 100 for each in ("accessibility", "best-practices", "seo")):
            poor[path] = seen, complaints(tmp_path / "report.json")
    assert not poor
