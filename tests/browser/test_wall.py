"""The projector cuts nothing, whatever it shows, and nothing is smaller than 40 px of 1080: read from the back row."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.walls import Evening
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site

FAULTS = (Path(__file__).parent / "wall.js").read_text("utf-8")
TURN = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))"
WALLS: tuple[dict[str, Any], ...] = (
    {"locale": "da-DK", "color_scheme": "light", "width": 1920, "height": 1080},
    {"locale": "en-GB", "color_scheme": "dark", "width": 1280, "height": 720},
    {"locale": "da-DK", "color_scheme": "dark", "width": 1024, "height": 768},
)


async def caught_up(cast: Cast, page: Page) -> None:
    """Return when a wall shows everything that has happened."""
    query = "SELECT seq FROM board WHERE id = $1"
    head = (await rows(cast.database.url, query, cast.board.id))[0]["seq"]
    reached = "head => Number(document.body.dataset.at.split('.').at(-1)) >= head"
    await page.wait_for_function(reached, arg=head, timeout=PATIENCE)
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def faults_of(page: Page) -> list[str]:
    """What is wrong with any of the pictures that a wall would show one after another."""
    size = page.viewport_size or {"width": 0, "height": 0}
    least = 40 * min(size["width"] / 1920, size["height"] / 1080)
    found: list[str] = []
    for picture in range(max(1, await page.locator("#stage > .screen-page").count())):
        found += [f"picture {picture + 1}: {fault}" for fault in await page.evaluate(FAULTS, least)]
        await page.evaluate(TURN)
    return found


@pytest.mark.parametrize(
    ("many", "longest"),
    [
        pytest.param(many, longest, marks=() if (many, longest) == (7, True) else pytest.mark.slow)
        for many in (0, 1, 7, 60)
        for longest in (False, True)
    ],
)
@pytest.mark.long
async def test_nothing_is_cut(many: int, longest: bool, cast: Cast, site: Site, device: New) -> None:
    evening = Evening(cast, site, many, longest)
    ada = await evening.open()
    walls: list[Device] = [await device(**options) for options in WALLS]
    for wall in walls:
        await wall.go(f"/screen/{cast.meeting.screen_token}")
    found: list[str] = []
    async for state in evening.states(ada):
        for wall, options in zip(walls, WALLS, strict=True):
            await caught_up(cast, wall.page)
            found += [
                f"{state}, {options['width']} {options['locale']}, {fault}" for fault in await faults_of(wall.page)
            ]
    assert not found, "\n".join(found)


async def test_two_walls_agree_and_a_key_turns_only_its_own(cast: Cast, site: Site, device: New, clock: Clock) -> None:
    start = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
    clock.stop(start)
    evening = Evening(cast, site, 60)
    ada = await evening.open()
    await evening.add(cast.meeting)
    assert took(await ada.phase("reveal"))
    walls = [(await device(width=1920, height=1080)).page for _ in range(2)]
    there = f"{cast.url}/screen/{cast.meeting.screen_token}"

    async def after(seconds: int) -> None:
        """So long after the start by every clock: the walls' own are both wrong. The server's goes too, because any
        heartbeat may come now and set a wall by it."""
        clock.stop(start + timedelta(seconds=seconds))
        for number, page in enumerate(walls):
            await page.clock.set_fixed_time(datetime(2020 + number, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))

    async def show(*shown: int) -> None:
        for page, number in zip(walls, shown, strict=True):
            await expect(page.locator("#turn")).to_have_text(f"{number} af {pages}")
            await expect(page.locator("#stage > .screen-page:visible")).to_have_count(1)

    for seconds, picture in ((0, 1), (16, 2)):
        await after(seconds)
        for page in walls:
            await page.goto(there)
        pages = await walls[0].locator("#stage > .screen-page").count()
        assert pages > 3
        await show(picture, picture)
    await after(31)
    assert took(await ada.timer("start", 5))
    await show(3, 3)
    assert took(await ada.post(f"{ada.room}/wall", {"page": 2, "of": pages}))
    await show(2, 2)
    await walls[0].keyboard.press("ArrowRight")
    await show(3, 2)
    await after(106)
    assert took(await ada.timer("start", 6))
    for page in walls:
        await expect(page.locator("#timer")).to_contain_text(":")
    await show(3, 2)
    seen = walls[1].locator("#stage > .screen-page:visible")
    first = str(await seen.locator("article").first.get_attribute("id"))
    assert took(await ada.post(f"/ideas/{first.removeprefix('idea-')}/hiding", {"reason": "Det er et navn"}))
    await expect(walls[1].locator(f"#{first}")).to_have_count(0)
    pages = await walls[1].locator("#stage > .screen-page").count()  # one idea fewer may be one picture fewer
    await show(3, 2)
    assert took(await ada.post(f"{ada.room}/wall", {"page": 4, "of": pages}))
    await show(4, 4)


async def test_the_lobby_is_scanned_from_six_metres_and_the_screen_stays_awake(
    cast: Cast, site: Site, device: New
) -> None:
    evening = Evening(cast, site, 0)
    ada = await evening.open()
    wall = await device(width=1920, height=1080)
    locks = """navigator.wakeLock.request = what => { window.locks = (window.locks || 0) + (what === 'screen');
      return Promise.resolve({ released: false }); }"""
    await wall.page.add_init_script(locks)
    page = await wall.go(f"/screen/{cast.meeting.screen_token}")
    # A scanner reads ten times a code's width: 60 cm from six metres, where 1920 px are two metres. Without its margin.
    code = page.locator("#join div.qr svg")
    box, margin = await code.bounding_box(), 2 * 2
    modules = float((await code.get_attribute("viewBox") or "").split()[-1])
    assert box
    assert box["width"] * (modules - margin) / modules >= 576
    await expect(page.locator("#stage")).to_contain_text("Hvad ville gøre det bedre?")
    await expect(page.locator("#stage")).to_contain_text(cast.board.name)
    await cast.ben()
    await expect(page.locator("#come")).to_have_text("1 er kommet")
    await expect(page.locator("body")).not_to_contain_text("Ben")
    assert took(await ada.phase("propose"))
    await expect(page.locator("#stage")).to_contain_text("idéer er skrevet")
    corner = await page.locator("#join div.qr").bounding_box()
    assert corner
    assert corner["height"] >= 270
    assert await page.evaluate("window.locks") == 1
