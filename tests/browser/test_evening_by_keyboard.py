"""An evening without a pointer: a member and the coordinator come to everything by Tab, and press Enter or Space."""

import pytest
from playwright.async_api import Page, expect

from schemas.roles import Role
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.keyboard import press, tab_to, type_in
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)


async def go_on(desk: Page, member: Page, name: str) -> None:
    """The coordinator presses the one next action, and everybody is there."""
    await expect(desk.locator("#next-step:not([aria-busy])")).to_have_count(1)
    await press(desk, "#next-step button")
    for page in (desk, member):
        await expect(page.locator("#where .where-name")).to_have_text(name)


async def test_an_evening_by_keyboard(cast: Cast, device: New) -> None:
    desk, phone = await device(await cast.ada(), width=1440, height=900), await device(width=1024, height=768)
    rie = await cast.member("Rie", Role.RELATIVE)
    await desk.go(f"/m/{cast.meeting.public_id}/desk")
    await phone.go(f"/j/{cast.meeting.join_token}")
    ada, ben = desk.page, phone.page
    await press(ben, "input[name=role]", "Space")
    await press(ben, "#about-me > summary")
    await type_in(ben, "#f-name", "Ben")
    await press(ben, ".bottom-bar .button.wide")
    await expect(ben.locator("#write")).to_be_visible()
    await type_in(ben, "#write-title", "Ro på gangen")
    await type_in(ben, "#write-text", "Læg filt under vognene.")
    await press(ben, "#send-idea")
    await expect(ben.locator("#write-note")).to_contain_text("Tak. Din idé er gemt.")
    await rie.propose("Stille på gangen")
    await rie.propose("Kaffe til alle")
    await go_on(ada, ben, "Vis")
    await go_on(ada, ben, "Saml")
    await press(ada, "#apart a[data-move]")
    await press(ada, "#move select", "ArrowDown")
    await ada.keyboard.press("ArrowDown")
    await press(ada, "#move button[value=move]")
    await expect(ben.locator(".idea-group:not(.apart) article")).to_have_count(2)
    await go_on(ada, ben, "Tal sammen")
    await press(ada, "#focus-after button")
    await expect(ben.locator("#focus")).to_be_visible()
    await press(ben, "#hand button")
    await expect(ben.locator("#hand")).to_contain_text("Du er nummer 1.")
    await press(ada, "#queue form[id^=call] button")
    await expect(ben.locator("#hand")).to_contain_text("Det er din tur.")
    await type_in(ben, "#comment-write textarea", "Også i weekenden.")
    await press(ben, "#comment-write button")
    await expect(ada.locator("#focus")).to_contain_text("Også i weekenden.")
    await go_on(ada, ben, "Stem")
    await tab_to(ben, "#ballot [data-step='1']")
    await ben.keyboard.press("Space")
    await ben.keyboard.press("Space")
    await expect(ben.locator("#left")).to_have_text("3 prikker tilbage")
    await expect(ben.locator("#ballot-note")).to_have_text("Gemt.")
    await go_on(ada, ben, "Resultat")
    await go_on(ada, ben, "Aftal")
    await go_on(ada, ben, "Luk")
    await press(ben, "#heard input[value=yes]", "Space")
    await press(ben, "#send-heard")
    await expect(ben.locator("#heard-note")).to_be_visible()
    await press(ada, "#end button")
    await press(ada, "#confirm [value=yes]")
    await expect(ben.locator("#where .where-name")).to_have_text("Mødet er slut")
