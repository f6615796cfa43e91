"""What a screen reader says through an evening: one voice, few sentences, never a counter."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const text = document.querySelector('#announce').textContent;
    if (text) heard.push([Date.now(), text]);
  }).observe(document.querySelector('#announce'), {childList: true, characterData: true, subtree: true});
}"""
EVENING = (
    r"Tak\. Din idé er gemt\.",
    r"Nu: .*",
    r"Nu: Stem",
    r"2 af dine 5 prikker på idé \d\. Gemt\.",
    r"Forbindelsen er væk\..*",
    r"Forbindelsen er tilbage\.",
    r"Der er et minut tilbage\.",
    r"Tiden er gået\..*",
    r"Nu: Resultat",
)
"""All that is said, in its order."""


async def live_regions(page: Page) -> set[str]:
    """What in the accessibility tree is read aloud when it changes, by the id of its element."""
    line = await page.context.new_cdp_session(page)
    tree: dict[str, Any] = await line.send("Accessibility.getFullAXTree")
    found = set()
    for node in tree["nodes"]:
        told = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
        if told.get("live", "off") != "off" and "backendDOMNodeId" in node:
            seen = await line.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})
            names = seen["node"].get("attributes", [])
            found.add(names[names.index("id") + 1] if "id" in names else str(seen["node"]["nodeName"]))
    return found - {"#text"}


async def sentences(page: Page) -> list[str]:
    """What was said so far."""
    heard: list[str] = await page.evaluate("heard.map(each => each[1])")
    return heard


@pytest.mark.slow
async def test_an_evening_is_few_sentences(cast: Cast, device: New) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    phone = await device(ben)
    phone.expects = "Failed to load resource|WebSocket|Failed to fetch|htmx:ws:error"
    await phone.page.clock.install()
    page = await phone.go(ben.room)
    await page.evaluate(LISTEN)
    for title in ("Kaffe til alle", "Ro på gangen", "En fast kontaktperson"):
        await rie.propose(title)
    await cast.guests_join(6)
    await page.locator("#write-title").fill("Ro om aftenen")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#announce")).to_have_text("Tak. Din idé er gemt.")
    assert await live_regions(page) == {"announce"}
    await page.clock.run_for(6_000)
    await ada.phase("reveal")
    await expect(page.locator("#ideas article")).to_have_count(4)
    await page.clock.run_for(6_000)
    await ada.phase("vote")
    await expect(page.locator("#ballot article")).to_have_count(4)
    await page.clock.run_for(6_000)
    more = page.locator("#ballot [data-step='1']")
    await more.nth(0).click()
    await more.nth(0).click()
    for member in (rie, *[each for name, each in cast.devices.items() if name.startswith("Medlem")]):
        ideas = [
            name[5:] for name, _ in (await member.look()).form("#ballot").form_values() if name.startswith("dots-")
        ]
        await member.vote({ideas[0]: 1})
    await expect(page.locator("#announce")).to_contain_text("2 af dine 5 prikker")
    assert await live_regions(page) == {"announce"}
    await page.clock.run_for(6_000)
    await phone.context.set_offline(True)
    await page.clock.run_for(45_000)
    await expect(page.locator("#lost")).to_be_visible()
    await page.clock.run_for(6_000)
    await phone.context.set_offline(False)
    await expect(page.locator("#announce")).to_have_text("Forbindelsen er tilbage.")
    await ada.timer("start", 5)
    await expect(page.locator("#timer")).to_have_attribute("data-ends", re.compile(r"\d+"))
    ends = int(await page.locator("#timer").get_attribute("data-ends") or 0)
    # Only the time of day is moved on from here: a line that just came back is not to be tried by minutes that fly. And
    # no frame that still comes may set the clock back to the server's time.
    skew = await page.evaluate("peerboard.clock = () => {}, peerboard.now() - Date.now()")
    for left, wanted in ((62, "minut"), (0.5, "gået")):
        await page.clock.set_system_time((ends - skew) / 1000 - left)
        await expect(page.locator("#announce")).to_contain_text(wanted)
    await ada.phase("result")
    await expect(page.locator("#announce")).to_have_text("Nu: Resultat")
    heard = await sentences(page)
    print(heard)
    assert len(heard) == len(EVENING)
    assert [text for text, wanted in zip(heard, EVENING, strict=True) if not re.fullmatch(wanted, text)] == [], heard
    assert not [text for text in heard if re.search(r"er her|har stemt|\d\d:\d\d", text)]
    times: list[int] = await page.evaluate("heard.map(each => each[0])")
    assert min(later - before for before, later in pairwise(times)) >= 4_900


async def test_of_many_sentences_the_newest_of_each_kind_is_said(cast: Cast, device: New) -> None:
    phone = await device(await cast.ben())
    await phone.page.clock.install()
    page = await phone.go((await cast.ben()).room)
    await page.evaluate(LISTEN)
    await page.evaluate("""() => {
      const { announce } = window.peerboard;
      announce('A', 'note');
      for (let n = 0; n < 50; n += 1) { announce(`prik ${n}`, 'ballot'); announce(`linje ${n}`, 'line'); }
      announce('Nu: Stem', 'where');
    }""")
    await page.clock.run_for(19_000)
    heard = await sentences(page)
    assert heard == ["Nu: Stem", "A", "prik 49", "linje 49"]
