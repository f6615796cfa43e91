"""The five screens in Chromium, by keyboard alone, from an installation with nothing in it; axe on each of them, and on
the pages where things are set up afterwards."""

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from server.core.runtime import Runtime
from server.organisation.people.commands import add_coordinator
from tests.browser.chromium import Device
from tests.browser.judges import axe_faults
from tests.browser.keyboard import tab_to, type_in
from tests.support.site import Site

pytestmark = pytest.mark.browser
LOOKS = (("light", 1440), ("dark", 320))
UNBROKEN = """for (const each of document.querySelectorAll('main p')) {
  const is = each.childElementCount === 0 && /:[/][/]/.test(each.textContent);
  if (is) each.textContent = each.textContent.replace(/-/g, "x");
}"""
"""Links end in chance, and a line may end at a hyphen: here none has any."""
WIDE = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


async def faults_of(device: Device) -> list[str]:
    """What axe says, in light and dark, wide and narrow; and whether anything must be scrolled sideways."""
    page, found = device.page, list[str]()
    for theme, width in LOOKS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        where = f"{urlsplit(page.url).path} {theme} {width}"
        found += [f"{where}: {fault}" for fault in await axe_faults(page)]
        if not await page.evaluate(WIDE):
            found.append(f"{where} is wider than its window")
    await page.set_viewport_size({"width": 1440, "height": 900})
    return found


async def press(page: Page, selector: str, leads: str) -> None:
    await tab_to(page, selector)
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(leads))


@pytest.fixture
async def ada(browser: Browser, site: Site) -> AsyncIterator[Device]:
    """A coordinator's computer, before the first link was opened."""
    device = await Device.new(browser, site.url, width=1440, height=900)
    yield device
    await device.close()


@pytest.mark.slow
async def test_from_the_first_link_to_the_desk_by_keyboard(ada: Device, site: Site) -> None:
    runtime: Runtime = site.app.state.runtime
    faults, page = list[str](), ada.page
    await ada.go(await add_coordinator(runtime, "ada@region.test"))
    await press(page, "main button", "/start/you$")
    faults += await faults_of(ada)
    await type_in(page, "#f-name", "Ada Holm")
    await type_in(page, "#f-title", "Koordinator")
    await press(page, "main .button.wide", "/start/organisation$")
    faults += await faults_of(ada)
    await type_in(page, "#f-region", "Region Nord")
    await type_in(page, "#f-department", "Psykiatrisk Afdeling")
    await press(page, "main .button.wide", "/start/board$")
    faults += await faults_of(ada)
    await type_in(page, "#f-name", "Afdelingens peerboard")
    await press(page, "main .button.wide", "/start/meeting$")
    faults += await faults_of(ada)
    await type_in(page, "#f-title", "Det første møde")
    await tab_to(page, "#more > summary")
    await page.keyboard.press("Enter")
    await tab_to(page, "#f-themes")
    await press(page, "main .button.wide", "/start/leader$")
    faults += await faults_of(ada)
    await type_in(page, "#f-mail", "leo@region.test")
    await type_in(page, "#f-name", "Leo Bach")
    await press(page, "main .button.wide", "/start/invite$")
    await page.evaluate(UNBROKEN)
    faults += await faults_of(ada)
    await press(page, "main a[href='/start/ready']", "/start/ready$")
    faults += await faults_of(ada)
    assert "Klar" in await page.locator(".guide-steps [aria-current=step]").inner_text()
    await press(page, "main form .button.wide", "/desk$")
    assert await page.locator("#door").inner_text() != ""
    assert "Døren er åben" in await page.locator("#door").inner_text()
    board = await page.evaluate("document.querySelector('.masthead-name a')?.getAttribute('href')")
    assert board
    for path in ("/units", "/units/new", "/boards", "/was", "/privatliv", "/hjaelp"):
        await ada.go(path)
        faults += await faults_of(ada)
    await ada.go("/units")
    await page.locator("main .tree a", has_text="Region Nord").click()
    unit = urlsplit(page.url).path
    await ada.go("/boards")
    await page.locator("h2 a", has_text="Afdelingens peerboard").click()
    own = urlsplit(page.url).path
    for path in (unit, f"{unit}/colours", f"{unit}/boards/new", own, f"{own}/meetings/new?copy=1"):
        await ada.go(path)
        await page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        faults += await faults_of(ada)
    await ada.go(f"{unit}/colours")
    await page.fill("#f-brand", "#5B2333")
    await page.fill("#f-paper", "#F4F4F4")
    await page.click("main form .button.primary")
    await page.wait_for_url(re.compile("saved"))
    await ada.go(own)
    shown = "getComputedStyle(document.querySelector('main .button.primary')).backgroundColor"
    await page.emulate_media(color_scheme="light")
    assert await page.evaluate(shown) == "rgb(91, 35, 51)"
    faults += await faults_of(ada)
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(shown) == "rgb(127, 209, 199)", "in dark our own are worn"
    assert not faults
