"""Every member's page in every phase, enlarged, by Tab, in plain colours: nothing is cut, covered or tiny."""

import pytest
from playwright.async_api import Browser

from tests.browser.as_read import AS_READ, BY_TAB, faults_as_read
from tests.browser.chromium import Device
from tests.browser.pages import every_page, member_reads
from tests.browser.tour import Tour
from tests.support.cast import Cast

pytestmark = pytest.mark.browser


@pytest.mark.slow
async def test_nothing_is_cut_covered_or_tiny(cast: Cast, browser: Browser) -> None:
    """In every way of reading; `make test` takes the hardest, on the walk of test_every_page.py."""
    tour = Tour(browser, cast.url, await cast.ada(), cast.meeting.join_token, cast.meeting.screen_token)
    wrong: dict[str, list[str]] = {}
    seen = 0
    async for name, path, device in every_page(tour):
        if not member_reads(name):
            continue
        await device.go(path)
        seen += 1
        for how in AS_READ:
            found = await faults_as_read(device, how, by_tab=how in BY_TAB)
            wrong |= {f"{name}, {how}: {what}": each for what, each in found.items()}
        await device.see(390, 844, forced_colors="none")
    for device in tour.devices:
        device.faults = [fault for fault in device.faults if "404" not in fault]
    await tour.close()
    faults = {name: found for name, found in wrong.items() if found}
    assert not faults, "\n".join(f"{name}\n    " + "\n    ".join(found) for name, found in faults.items())
    assert seen >= 8


async def test_what_moves_stands_still_for_those_who_ask(cast: Cast, browser: Browser) -> None:
    ben = await cast.ben()
    await ben.propose("Ro om aftenen")
    await (await cast.ada()).phase("reveal")
    for asked, moves in (("no-preference", True), ("reduce", False)):
        device = await Device.new(browser, cast.url, reduced_motion=asked)
        await device.cookies_of(ben.cookie)
        page = await device.go(ben.room)
        named = await page.evaluate("[...document.querySelectorAll('*')].map(e => getComputedStyle(e).animationName)")
        assert any(name != "none" for name in named) is moves
        await device.close()
