"""The same seat in two tabs: each keeps its own words, through a reload, and whatever the other one sends."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.test_offline import LINE_IS_AWAY, titles, write
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });"
"""As on plain http, which is what phones have in a demonstration."""


@pytest.fixture(params=["https", "http"])
def scheme(request: pytest.FixtureRequest) -> str:
    """With and without what browsers give to secure pages only."""
    return str(request.param)


async def two_tabs(device: New, who: object, room: str, scheme: str) -> tuple[Device, Page, Page]:
    """One browser, two pages of one seat."""
    phone = await device(who)
    phone.expects = LINE_IS_AWAY
    if scheme == "http":
        await phone.context.add_init_script(NO_LOCKS)
    one = await phone.go(room)
    other = await phone.context.new_page()
    await other.goto(phone.base + room)
    return phone, one, other


async def typed(page: Page, words: str) -> None:
    """Words that are not sent yet."""
    await page.locator("#write-title").fill(words)


async def holds(page: Page, words: str) -> None:
    """The form has these words, once the page is ready."""
    await expect(page.locator("#write-title")).to_have_value(words)


async def drafts(page: Page) -> list[str]:
    """Names of what this device keeps."""
    return [key for key in await page.evaluate("Object.keys(localStorage)") if key.startswith(("draft", "unsent"))]


async def test_each_tab_has_its_own_words_after_a_reload(cast: Cast, device: New, scheme: str) -> None:
    ben = await cast.ben()
    _, one, other = await two_tabs(device, ben, ben.room, scheme)
    await typed(one, "Ro om aftenen")
    await typed(other, "Kaffe til alle")
    for page, words in ((one, "Ro om aftenen"), (other, "Kaffe til alle"), (one, "Ro om aftenen")):
        await page.reload()
        await holds(page, words)


async def test_what_one_tab_sends_neither_takes_nor_doubles_the_words_of_the_other(
    cast: Cast, device: New, scheme: str
) -> None:
    ben = await cast.ben()
    _, one, other = await two_tabs(device, ben, ben.room, scheme)
    await typed(one, "Ro om aftenen")
    await write(other, "Kaffe til alle")
    await expect(other.locator("#mine article")).to_have_count(1)
    await one.reload()
    await holds(one, "Ro om aftenen")
    await one.get_by_role("button", name="Send idé").click()
    await expect(one.locator("#mine article")).to_have_count(2)
    await other.reload()
    await expect(other.locator("#mine article")).to_have_count(2)
    await holds(other, "")
    assert await titles(other) == ["Kaffe til alle", "Ro om aftenen"]
    assert not await drafts(one)


async def test_a_new_tab_takes_over_what_a_closed_one_left_and_not_what_an_open_one_has(
    cast: Cast, device: New, scheme: str
) -> None:
    ben = await cast.ben()
    phone, one, other = await two_tabs(device, ben, ben.room, scheme)
    await typed(one, "Ro om aftenen")
    await typed(other, "Kaffe til alle")
    await other.close()
    third = await phone.context.new_page()
    await third.goto(phone.base + ben.room)
    await holds(third, "Kaffe til alle")
    await third.reload()
    await holds(third, "Kaffe til alle")
    await one.reload()
    await holds(one, "Ro om aftenen")
    assert len(await drafts(one)) == 2


async def test_after_a_new_start_both_come_back_one_after_the_other(
    cast: Cast, device: New, scheme: str, tmp_path: Path
) -> None:
    ben = await cast.ben()
    phone, one, other = await two_tabs(device, ben, ben.room, scheme)
    await typed(one, "Ro om aftenen")
    await typed(other, "Kaffe til alle")
    kept = tmp_path / "phone.json"
    await phone.context.storage_state(path=kept)
    await phone.context.close()
    again = await device(storage_state=json.loads(kept.read_text("utf-8")))
    if scheme == "http":
        await again.context.add_init_script(NO_LOCKS)
    page = await again.go(ben.room)
    await holds(page, "Kaffe til alle")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine article")).to_have_count(1)
    await holds(page, "Ro om aftenen")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine article")).to_have_count(2)
    assert not await drafts(page)


async def test_leaving_in_one_tab_clears_the_words_of_both(cast: Cast, device: New, scheme: str) -> None:
    ben = await cast.ben()
    _, one, other = await two_tabs(device, ben, ben.room, scheme)
    await typed(one, "Ro om aftenen")
    await typed(other, "Kaffe til alle")
    await one.get_by_text("Returkode og forlad mødet").click()
    await one.get_by_role("button", name="Forlad mødet").click()
    await one.locator("#confirm [value=yes]").click()
    await one.wait_for_url("**/?left")
    assert await one.evaluate("Object.keys(localStorage)") == []
