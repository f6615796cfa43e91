"""Every page in every phase: valid HTML, no fault that axe finds, no sideways scroll however narrow or large. And what
members read is not cut, covered or tiny, enlarged, by Tab and in plain colours. One walk for all who judge."""

from itertools import cycle, product
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.as_read import BY_TAB, HARDEST, WIDE, faults_as_read, read_as
from tests.browser.judges import axe_faults, html_faults
from tests.browser.pages import every_page, member_reads
from tests.browser.tour import Tour
from tests.support.cast import Cast
from tests.views.public.showing import pages_of, shown_board

pytestmark = pytest.mark.browser
PAIRS = (("light", "da", 360), ("dark", "en", 360), ("light", "en", 1440), ("dark", "da", 1440))
"""Every two of theme, language and width together. Three pages a phase and four pairs: each page meets each pair."""


async def test_every_page_is_valid_and_for_everybody_on_every_width(
    cast: Cast, browser: Browser, tmp_path: Path
) -> None:
    tour = Tour(browser, cast.url, await cast.ada(), cast.meeting.join_token, cast.meeting.screen_token)
    wrong: dict[str, list[str]] = {}
    pairs, seen, read = cycle(PAIRS), 0, 0
    async for name, path, device in every_page(tour):
        page = device.page
        theme, language, width = next(pairs)
        projector = name.startswith("screen")
        size = (1920, 1080) if projector else (width, 800)
        await device.see(*size, color_scheme=theme, forced_colors="none")
        answer = await page.goto(f"{cast.url}{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer is not None
        (tmp_path / f"{seen:02} {name.replace('/', '_')}.html").write_text(await answer.text(), "utf-8")
        wrong[f"{name} {theme} {language} {width}"] = await axe_faults(page)
        seen += 1
        if member_reads(name):  # in Danish, whose words are the longer ones
            if language != "da":
                await read_as(device, HARDEST[0])
                await page.goto(f"{cast.url}{path}{'&' if '?' in path else '?'}lang=da")
            read += 1
            for how in HARDEST:
                found = await faults_as_read(device, how, by_tab=how == BY_TAB[read % 2])
                wrong |= {f"{name}, {how}: {what}": faults for what, faults in found.items()}
        if name.startswith("desk"):
            await device.see(320, 256)
            wrong[f"{name} at 320 px"] = await page.evaluate(WIDE)
            await page.evaluate("document.documentElement.dataset.size = '3'")
            wrong[f"{name} at 320 px in large letters"] = await page.evaluate(WIDE)
    for device in tour.devices:
        device.faults = [fault for fault in device.faults if "404" not in fault]
    await tour.close()
    for name, text in pages_of(shown_board()):  # they need no meeting, and are looked at in test_open_pages.py
        (tmp_path / f"open {name}.html").write_text(text, "utf-8")
    wrong["HTML"] = await html_faults(tmp_path)
    assert not {name: found for name, found in wrong.items() if found}
    assert seen >= 40
    assert read >= 8


@pytest.mark.slow
async def test_every_page_in_every_theme_language_and_width(cast: Cast, browser: Browser) -> None:
    """The whole matrix; `make test` takes pairs of it."""
    tour = Tour(browser, cast.url, await cast.ada(), cast.meeting.join_token, cast.meeting.screen_token)
    wrong: dict[str, list[str]] = {}
    async for name, path, device in every_page(tour):
        for theme, language, width in product(("light", "dark"), ("da", "en"), (320, 768, 1440)):
            if name.startswith("screen") and width != 1440:
                continue
            await device.page.set_viewport_size({"width": 1920 if name.startswith("screen") else width, "height": 900})
            await device.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await device.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
            wrong[f"{name} {theme} {language} {width}"] = await axe_faults(device.page)
    for device in tour.devices:
        device.faults = [fault for fault in device.faults if "404" not in fault]
    await tour.close()
    assert not {name: found for name, found in wrong.items() if found}
