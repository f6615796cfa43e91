"""Three people and a projector through a whole meeting; nothing that anybody is in the middle of is disturbed."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
PLACE = "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.value]"


async def join(page: Page, role: str, name: str) -> None:
    """Take a seat as people do, on the join page."""
    await page.get_by_label(role, exact=True).check()
    await page.get_by_text("Skriv dit navn").click()
    await page.get_by_label("Mit navn").fill(name)
    await page.get_by_role("button", name="Gå med i mødet").click()
    await expect(page.locator("#return-code")).to_be_visible()


async def write(page: Page, title: str, text: str = "") -> None:
    """Send an idea."""
    await page.get_by_label("Idéen med få ord").first.fill(title)
    await page.get_by_label("Fortæl mere").first.fill(text)
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#write-note")).to_contain_text("Tak. Din idé er gemt.")


def chosen(page: Page) -> Locator:
    """The idea on the ballot that all give their dots to."""
    return page.locator("#ballot article", has_text="Ro på gangen")


async def lead(desk: Page, to: str) -> None:
    """Press the next step. The button rests a second after each press, so that a double click is one."""
    await expect(desk.locator("#next-step:not([aria-busy])")).to_have_count(1)
    await desk.get_by_role("button", name=f"Gå til: {to}").first.dblclick()


async def test_a_whole_meeting_with_one_in_the_middle_of_typing(cast: Cast, device: New) -> None:
    desk = await device(await cast.ada(), width=1440, height=900)
    phones = [await device(), await device(), await device(width=360)]
    wall = await device(width=1920, height=1080)
    await desk.go(f"/m/{cast.meeting.public_id}/desk")
    await wall.go(f"/screen/{cast.meeting.screen_token}")
    names = (("Patient", "Ben"), ("Pårørende", "Rie"), ("Patient", "Ib"))
    for phone, (role, name) in zip(phones, names, strict=True):
        await phone.go(f"/j/{cast.meeting.join_token}")
        await join(phone.page, role, name)
    ben, rie, ib = (phone.page for phone in phones)
    await desk.page.get_by_text("Hvem er med").click()
    await expect(desk.page.locator("#people .person")).to_have_count(3)

    # Ben is in the middle of a word; Rie has the fold about themes open. Others act.
    await ben.locator("#write-text").fill("Døre og vogne vækker os.")
    await ben.locator("#write-text").evaluate("box => box.setSelectionRange(5, 5)")
    await rie.get_by_text("Vælg emne").click()
    await write(ib, "Ro på gangen", "Sluk lyset kl. 22")
    await expect(ben.locator("#count")).to_contain_text("1 idé")
    await expect(wall.page.locator(".screen-number")).to_have_text("1")
    await expect(rie.locator("#room")).not_to_contain_text("Ro på gangen")
    assert await ben.evaluate(PLACE) == ["write-text", 5, "Døre og vogne vækker os."]
    await desk.page.get_by_role("button", name="Start uret").click()
    for page in (ben, rie, wall.page):
        await expect(page.locator("#timer")).to_have_text(re.compile(r"0[45]:\d\d"))
    await write(rie, "Kaffe til alle")
    assert await rie.locator("#write-more").get_attribute("open") is not None

    # The next step. Ben's unsent words stay, in a form that his phase would hide; the caret has not moved.
    await lead(desk.page, "Vis")
    for page in (ben, rie, ib):
        await expect(page.locator("#ideas article")).to_have_count(2)
    assert await ben.evaluate(PLACE) == ["write-text", 5, "Døre og vogne vækker os."]
    await expect(ib.locator("#write")).to_be_hidden()
    assert await desk.page.locator("#who").get_attribute("open") is not None, "the desk forgot what was open"
    await expect(wall.page.locator("#stage article")).to_have_count(2)

    await desk.page.get_by_text("Gå tilbage eller spring").click()
    await lead(desk.page, "Stem")
    for page, more in ((ben, 2), (rie, 1), (ib, 3)):
        await expect(page.locator("#ballot article")).to_have_count(2)
        for _ in range(more):
            await chosen(page).get_by_role("button", name="En prik mere").click()
        await expect(page.locator("#left")).to_have_text(f"{5 - more} prikker tilbage")
        await expect(page.locator("#ballot-note")).to_have_text("Gemt.")
    await expect(wall.page.locator("#turnout")).to_have_text("3 af 3 har stemt")
    await expect(chosen(ib).get_by_role("button", name="En prik mere")).to_have_attribute("aria-disabled", "true")
    assert await chosen(ben).locator("input").input_value() == "2", "another's vote moved Ben's dots"

    # Too few have voted for a result: the room agrees aloud, and the coordinator marks what it has chosen.
    await expect(ben.locator("#few")).to_contain_text("I er færre end fem.")
    await lead(desk.page, "Resultat")
    for page in (ben, rie, ib):
        await expect(page.locator("#room")).to_contain_text("Færre end fem har stemt")
        await expect(page.locator("#room")).not_to_contain_text("Ro på gangen")
    await desk.page.locator("#mark").get_by_label(re.compile("Ro på gangen")).check()
    await desk.page.get_by_role("button", name="Gem det, I valgte").click()
    for page in (ben, rie, ib):
        await expect(page.locator("#room")).to_contain_text("Ro på gangen")
    await expect(wall.page.locator("#stage article")).to_have_count(1)
    assert await ben.locator("#write-text").input_value() == "Døre og vogne vækker os."
    await desk.page.get_by_role("button", name="Slut mødet").first.click()
    await desk.page.locator("#confirm [value=yes]").click()
    await expect(wall.page.locator("#stage")).to_contain_text("Tak for i dag.")
