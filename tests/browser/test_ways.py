"""The top of every page: one line, at any width, from which a member, a leader and a coordinator find their way."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast
from tests.work.answers.scene import sent

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
SLIM = 70
"""The height, in px, of the top of a page, unless a unit's name stands there too."""
MIDDLES = """[...document.querySelectorAll('.mark, .ways :is(summary, a, button), .reading summary')]
  .filter(each => each.checkVisibility() && !each.closest('.ways-menu > ul'))
  .map(each => { const box = each.getBoundingClientRect(); return (box.top + box.bottom) / 2; })"""


async def sound(device: Device, name: str) -> None:
    """AssertionError where axe finds a fault in the top, something hangs out of the page, or the line is not a line.
    The rest of these pages is judged in test_every_page.py."""
    page = device.page
    assert not await axe_faults(page, ".masthead"), name
    assert not await page.evaluate(WIDE), name
    middles = await page.evaluate(MIDDLES)
    assert len(middles) > 2, name
    assert max(middles) - min(middles) <= 1, (name, middles)
    bottom = await page.evaluate("document.querySelector('.masthead-top').getBoundingClientRect().bottom")
    assert bottom <= SLIM or await page.locator(".masthead-organisation").count(), (name, bottom)


async def follow_ways(page: Page, wide: bool) -> None:
    """Open the menu where there is one, and go to each page it leads to, from each other."""
    for to, word in (("/boards", "Mine peerboards"), ("/account", "Min konto")):
        if not wide:
            await page.locator(".ways-menu summary").click()
        await page.locator(".ways a:visible", has_text=word).click()
        await page.wait_for_url(f"**{to}")
        shown = page.locator(".ways-row" if wide else ".ways-menu > ul")
        current = shown.locator("[aria-current=page]")
        if not wide:
            await page.locator(".ways-menu summary").click()
        await expect(current).to_be_visible()
        await expect(current).to_have_text(word)
        if not wide:
            await page.locator(".ways-menu summary").click()
            continue
        # With the largest text there is no room for the row: nothing may lie on the name.
        await page.evaluate("document.documentElement.dataset.size = '3'")
        await expect(current).to_be_hidden()
        await expect(page.locator(".ways-menu summary")).to_be_visible()
        await page.evaluate("delete document.documentElement.dataset.size")


async def test_everybody_finds_their_way_from_the_top(cast: Cast, device: New) -> None:
    await sent(cast)
    board, room = f"/b/{cast.board.public_id}", f"/m/{cast.meeting.public_id}"
    people = {
        "member": (await cast.ben(), (room, f"{board}/progress")),
        "leader": (await cast.leo(), ("/answers",)),
        "coordinator": (await cast.ada(), (f"{room}/desk", board)),
    }
    for width, height, theme in ((360, 740, "light"), (1440, 900, "dark")):
        for who, (one, paths) in people.items():
            here = await device(one, width=width, height=height, color_scheme=theme)
            for path in paths:
                await here.go(path)
                await sound(here, f"{who} {width} {path}")
                name = here.page.locator(".masthead-name a")
                if path not in {"/answers", board}:
                    assert await name.get_attribute("href") == board
            if who == "member":
                assert not await here.page.locator(".ways form").count()
                assert await here.page.locator(".ways a").get_attribute("href") == "/hjaelp"
                continue
            wide = width == 1440
            if not wide:
                await here.page.locator(".ways-menu summary").click()
                await sound(here, f"{who} {width} open")
                assert await here.page.locator(".ways-menu li").last.is_visible()
                await here.page.locator(".ways-menu summary").click()
            if who == "leader":
                assert "1" in await here.page.locator(".ways").inner_text()
            await follow_ways(here.page, wide)
