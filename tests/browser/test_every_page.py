"""Every page in every phase: no fault that axe finds, and no sideways scroll however narrow or large."""

from collections.abc import AsyncIterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.chromium import Device
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300, Tour
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAIRS = (("light", "da", 360), ("dark", "en", 360), ("light", "en", 1440), ("dark", "da", 1440))
"""Every two of theme, language and width together."""
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
WIDE = """() => {
  const root = document.documentElement, most = root.clientWidth;
  return root.scrollWidth <= most ? [] : [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > most + 1 && !e.closest('.sr-only'))
    .slice(-3).map(e => e.outerHTML.slice(0, 200));
}"""


async def faults_of(page: Page) -> list[str]:
    """What axe says is wrong with the page as it is."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE.read_text("utf-8"))
    result: dict[str, Any] = await page.evaluate(RUN, TAGS)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in result["violations"]]


async def paths(tour: Tour) -> AsyncIterator[tuple[str, str, Device]]:
    """Each page of the product with the device that may see it, phase after phase: what it is, its path, the device."""
    guest, phone, staff = await tour.device(), await tour.device(), await tour.device()
    for path in ("/", "/login", f"/j/{tour.join}", "/nowhere"):
        yield path[:7], path, guest
    await tour.people()
    await phone.cookies_of(tour.members[1].cookie)
    await staff.cookies_of(tour.ada.cookie)
    room, screen = tour.members[1].room, f"/screen/{tour.screen}"
    tour.ada.meeting = tour.members[1].meeting
    three = (("room", room, phone), ("desk", f"{room}/desk", staff), ("screen", screen, guest))
    await tour.propose([*IDEAS, (TITLE_300, TEXT_4000[:4000])])
    for phase in ("propose", "reveal", "vote", "result"):
        await tour.ada.phase(phase)
        for name, path, device in three:
            yield f"{name} in {phase}", path, device
        if phase == "vote":
            await tour.vote()
    mine = (await tour.members[1].look()).select("//article[starts-with(@id, 'mine-')]")
    yield "story", f"/ideas/{str(mine[0].get('id', ''))[5:]}", phone
    for path in ("/boards", "/answers"):
        yield path, path, staff
    boards = (await tour.ada.page("/boards")).select("//a[contains(@href, '/progress')]")
    yield "progress", str(boards[0].get("href", "")), staff
    await tour.ada.post(f"{room}/end")
    for name, path, device in three:
        yield f"{name} over", path, device


async def test_every_page_for_everybody_and_on_every_width(cast: Cast, browser: Browser) -> None:
    tour = Tour(browser, cast.url, await cast.ada(), cast.meeting.join_token, cast.meeting.screen_token)
    wrong: dict[str, list[str]] = {}
    pairs, seen = cycle(PAIRS), 0
    async for name, path, device in paths(tour):
        page = device.page
        for theme, language, width in (next(pairs), next(pairs)):
            projector = name.startswith("screen")
            size = {"width": 1920, "height": 1080} if projector else {"width": width, "height": 800}
            await page.set_viewport_size(size)  # type: ignore[arg-type]
            await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await device.go(f"{path}?lang={language}")
            wrong[f"{name} {theme} {language} {width}"] = await faults_of(page)
            seen += 1
        if not projector:
            await page.set_viewport_size({"width": 320, "height": 256})
            wrong[f"{name} at 320 px"] = await page.evaluate(WIDE)
            await page.evaluate("document.documentElement.dataset.size = '3'")
            wrong[f"{name} at 320 px in large letters"] = await page.evaluate(WIDE)
        else:
            next(pairs)  # so that the phases do not all come with the same pair
    for device in tour.devices:
        device.faults = [fault for fault in device.faults if "404" not in fault]
    await tour.close()
    assert not {name: found for name, found in wrong.items() if found}
    assert seen >= 40
