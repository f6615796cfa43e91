"""Every page in every phase: valid HTML, no fault that axe finds, no sideways scroll however narrow or large. And what
members read is not cut, covered or tiny, enlarged, by Tab and in plain colours. One walk for all who judge."""

from collections.abc import AsyncIterator
from itertools import cycle, product
from pathlib import Path

import pytest
from playwright.async_api import Browser

from server.core.database import Database
from tests.browser.as_read import BY_TAB, HARDEST, WIDE, faults_as_read, read_as
from tests.browser.drawn import Drawn
from tests.browser.formats import ALL, draw, full_evening, pairwise
from tests.browser.judges import axe_faults, html_faults
from tests.browser.pages import every_page, member_reads
from tests.browser.routes import missing, others, route_of
from tests.browser.tour import Tour
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.site import Site
from tests.views.public.showing import pages_of, shown_board

pytestmark = pytest.mark.browser
PAIRS = (("light", "da", 360), ("dark", "en", 360), ("light", "en", 1440), ("dark", "da", 1440))
"""Every two of theme, language and width together. Three pages a phase and four pairs: each page meets each pair."""


@pytest.fixture(scope="module")
async def drawn(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Drawn]:
    """What one test here has looked at, the next need not look at."""
    made = Drawn(browser, site.url, tmp_path_factory.mktemp("drawn"))
    yield made
    await made.close()


async def test_every_page_is_for_everybody_on_every_width(
    cast: Cast, site: Site, database: Database, browser: Browser, drawn: Drawn
) -> None:
    """And no route has a page that nobody looks at: where the tour does not lead, whoever may see it does."""
    tour = Tour(browser, cast.url, await cast.ada(), cast.meeting.join_token, cast.meeting.screen_token)
    wrong: dict[str, list[str]] = {}
    pairs, seen, read, routes = cycle(PAIRS), 0, 0, set[str]()
    async for name, path, device in every_page(tour):
        page = device.page
        theme, language, width = next(pairs)
        projector = name.startswith("screen")
        size = (1920, 1080) if projector else (width, 800)
        await device.see(*size, color_scheme=theme, forced_colors="none")
        answer = await page.goto(f"{cast.url}{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer is not None
        drawn.add(name, Page(await answer.text()))
        if answer.ok:
            routes.add(route_of(site.app, path))
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
        drawn.add(f"open {name}", Page(text))
    async for route, left, member in others(site, database, routes):
        await drawn.judge(route, left, member=member)
    assert not {name: found for name, found in (wrong | drawn.faults).items() if found}
    assert not missing(routes), "give a row of it to somebody in tests/access/rows, or say in UNLOOKED why not"
    assert seen >= 40
    assert read >= 8


async def test_every_two_of_format_phase_role_and_language(cast: Cast, browser: Browser, drawn: Drawn) -> None:
    """All are drawn, in the format's words. Judged is each phone and wall that has a piece which no page before it had,
    since axe costs more than all the rest; `make test-all` judges every page, and the desks."""
    cases = pairwise()
    assert len(cases) < len(ALL) / 5
    await draw(await full_evening(cast, browser), cases, drawn, desks=False)
    assert not drawn.faults
    assert drawn.judged > 10


async def test_all_that_was_looked_at_is_valid_html(drawn: Drawn) -> None:
    assert not await html_faults(drawn.folder)


@pytest.mark.slow
async def test_every_format_phase_role_and_language(cast: Cast, browser: Browser, tmp_path: Path) -> None:
    drawn = Drawn(browser, cast.url, tmp_path, thorough=True)
    await draw(await full_evening(cast, browser), ALL, drawn)
    await drawn.close()
    assert not drawn.faults
    assert not await html_faults(tmp_path)


@pytest.mark.slow
async def test_every_route_by_itself(site: Site, database: Database, browser: Browser, tmp_path: Path) -> None:
    """The tour's too, as strangers to its meeting find them."""
    drawn = Drawn(browser, site.url, tmp_path, thorough=True)
    async for route, page, member in others(site, database, set()):
        await drawn.judge(route, page, member=member)
    await drawn.close()
    assert not drawn.faults


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
