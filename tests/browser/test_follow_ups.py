"""Saying whether one can feel it: on a phone behind a mailed link, at the meeting while others listen, on the story."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast
from tests.support.site import Site
from tests.work.answers.scene import agreed
from tests.work.follow_ups.scene import follow, given, say_done, since_last
from tests.work.follow_ups.test_mailed import address, link_to

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)


async def sound(*pages: Page) -> None:
    """AssertionError where axe finds a fault or something hangs out of the page."""
    for page in pages:
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme=theme)
            assert not await axe_faults(page), page.url
        await page.emulate_media(color_scheme="light")
        assert not await page.evaluate(WIDE), page.url


@pytest.mark.slow
async def test_one_question_answered_on_a_phone_and_in_the_room(cast: Cast, site: Site, device: New) -> None:
    idea = await agreed(cast)
    await follow(cast, idea, address(cast, "ida"))
    await say_done(cast, site, idea)
    await since_last(cast)
    ben, ada = await cast.ben(), await cast.ada()
    mailed, room, story = await device(width=360), await device(ben, width=360), await device(await cast.rie())
    desk, wall = await device(ada, width=1440, height=900), await device(width=1920, height=1080)
    await mailed.go(await link_to(cast, address(cast, "ida")))
    await room.go(ben.room)
    await story.go(f"/ideas/{idea}")
    await desk.go(f"{ada.room}/desk")
    await wall.go(f"/screen/{cast.meeting.screen_token}")
    await sound(mailed.page, room.page, story.page, desk.page)
    await expect(wall.page.get_by_text("Svar på din telefon")).to_be_visible()
    for each, words in ((mailed.page, "Nu er der ro."), (room.page, "Jeg vågner ikke."), (story.page, "")):
        await each.locator("#asked, main > form").get_by_label("Ja", exact=True).check()
        await each.get_by_label(re.compile("^Vil du skrive et par ord")).fill(words)
        await each.get_by_role("button", name="Send mit svar").click()
        await expect(each.locator("main").get_by_text("Tak. Dit svar er gemt.")).to_be_visible()
    await sound(mailed.page, room.page, story.page)
    assert await given(cast) == [("yes", ""), ("yes", "Jeg vågner ikke."), ("yes", "Nu er der ro.")]
    await desk.page.reload()
    assert "Nu er der ro." not in await desk.page.inner_text("main")
