"""From the chosen ideas to "Tak for i dag": two coordinators, a member and the projector in real browsers."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.room.agreements.scene import chosen_two
from tests.support.after_the_end import hour_passes
from tests.support.cast import Cast
from tests.support.member import Staff

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


async def smallest(wall: Page) -> float:
    """The smallest text on the projector, in px."""
    told = """Math.min(...[...document.querySelectorAll('#stage *')].filter(e => e.checkVisibility()
      && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
      .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    return float(await wall.evaluate(told))


@pytest.mark.slow  # in `make test` the whole evening agrees too
async def test_who_does_what_and_how_it_ends(cast: Cast, device: New) -> None:
    first, second = await chosen_two(cast)
    ada, ben = await cast.ada(), await cast.ben()
    guests = await cast.guests_join(4)
    one, phone, wall = (
        await device(ada, width=1440, height=900),
        await device(ben, width=360),
        await device(width=1920, height=1080),
    )
    two = await device(await Staff(cast.url).sign_in(await cast.link_for("Ada")), width=1440, height=900)
    for each in (one, two):
        await each.go(f"{ada.room}/desk")
    await phone.go(ben.room)
    await wall.go(f"/screen/{cast.meeting.screen_token}")

    # The first idea is spoken of everywhere, and its form is open.
    form = one.page.locator(f"#agreement-{first}")
    await expect(form).to_be_visible()
    await expect(one.page.locator(f"#agreement-{second}")).to_be_hidden()
    await expect(wall.page.locator(f"#screen-agreed-{first}")).to_be_visible()
    await expect(phone.page.locator(f"#idea-{first}")).to_contain_text("Vi taler om denne nu")

    # Two coordinators write about the same idea. The second is told, and keeps every word.
    mine, theirs = form, two.page.locator(f"#agreement-{first}")
    await theirs.get_by_label("Hvem tager idéen med til lederen?").fill("Jørgen")
    await theirs.get_by_label("Ja, navnet må stå").first.check()
    await theirs.get_by_label("Første skridt").fill("Tal med nattevagten")
    await mine.get_by_label("Hvem tager idéen med til lederen?").fill("Birthe")
    await mine.get_by_label("Ja, navnet må stå").first.check()
    await mine.get_by_label("Første skridt").fill("Spørg køkkenet")
    await mine.get_by_role("button", name="Gem aftalen", exact=True).click()
    await expect(phone.page.locator(f"#idea-{first}")).to_contain_text("Birthe")
    await expect(two.page.locator(f"#agree-{first}")).to_contain_text("Aftalt")
    two.expects = "409"
    await theirs.get_by_role("button", name="Gem aftalen", exact=True).click()
    await expect(theirs).to_contain_text("En anden har gemt aftalen imens.")
    await expect(theirs).to_contain_text("Spørg køkkenet")
    await expect(theirs.get_by_label("Første skridt")).to_have_value("Tal med nattevagten")
    await sound(one.page, two.page)
    await theirs.get_by_role("button", name="Gem aftalen", exact=True).click()
    # Birthe said yes, and Jørgen was not asked.
    await expect(phone.page.locator(f"#idea-{first}")).to_contain_text("Et medlem")

    # Now the second idea is in focus, and goes to the leader by one button that says to whom.
    form = one.page.locator(f"#agreement-{second}")
    await expect(form).to_be_visible()
    await expect(wall.page.locator(f"#screen-agreed-{second}")).to_be_visible()
    await form.get_by_label("Hvem tager idéen med til lederen?").fill("Amina")
    await form.get_by_label("Første skridt").fill("Ring til Leo")
    assert await smallest(wall.page) >= 40
    await sound(phone.page, wall.page)
    await form.get_by_role("button", name="Gem aftalen og send til Leo Bach").click()
    await expect(phone.page.locator(f"#idea-{second}")).to_contain_text("Til vurdering")
    await expect(wall.page.locator(".screen-agreed:visible")).to_have_count(1)
    await expect(wall.page.locator("#turn")).to_have_text(re.compile("[12] af 2"))

    # Closing: the summary everywhere, and one question.
    await one.page.get_by_role("button", name="Gå til: Luk").click()
    await expect(phone.page.locator("#room")).to_contain_text("I skrev 2 idéer. I valgte 2.")
    await phone.page.locator("#heard").get_by_label("Delvist").check()
    await phone.page.get_by_role("button", name="Gem mit svar").click()
    await expect(phone.page.locator("#heard-note")).to_contain_text("Tak. Dit svar er gemt.")
    for guest in guests:
        await guest.post(f"{guest.room}/heard", {"heard": "yes"})
    assert await smallest(wall.page) >= 40
    await sound(phone.page, wall.page, one.page)

    # The end: the same stays, with what was answered.
    await one.page.get_by_role("button", name="Slut mødet").first.click()
    await one.page.locator("#confirm [value=yes]").click()
    await expect(one.page.locator("#after")).to_contain_text("Godkend referatet")
    await expect(one.page.locator("#desk.is-over")).to_be_visible()
    await expect(one.page.locator("#next-step")).to_have_count(0)
    await hour_passes(cast)
    felt = "4 af 5 følte sig hørt. Én følte sig delvist hørt."
    await expect(one.page.locator("#after-attended")).to_contain_text(felt)
    await expect(phone.page.locator("#felt")).to_have_text(felt)
    await expect(phone.page.locator("#room")).to_contain_text("Tal med nattevagten")
    await expect(wall.page.locator("#stage")).to_contain_text("4 af 5 følte sig hørt.")
    await expect(phone.page.locator("#heard")).to_have_count(0)
    await sound(phone.page, wall.page, one.page)


@pytest.mark.slow
async def test_without_a_script(cast: Cast, device: New) -> None:
    first, _ = await chosen_two(cast)
    ada, ben = await cast.ada(), await cast.ben()
    desk = await device(ada, width=1440, height=900, java_script_enabled=False)
    desk.expects = "422"
    await desk.go(f"{ada.room}/desk")
    form = desk.page.locator(f"#agreement-{first}")
    await form.get_by_label("Hvem tager idéen med til lederen?").fill("Birthe")
    await form.get_by_role("button", name="Gem aftalen", exact=True).click()
    await expect(form).to_contain_text("Skriv det næste skridt.")
    await form.get_by_label("Første skridt").fill("Ring")
    await form.get_by_role("button", name="Gem aftalen og send til Leo Bach").click()
    await expect(desk.page.locator(f"#agree-{first}")).to_contain_text("Til vurdering")
    await ada.phase("close")
    phone = await device(ben, width=360, java_script_enabled=False)
    await phone.go(ben.room)
    await phone.page.locator("#heard").get_by_label("Ja").check()
    await phone.page.get_by_role("button", name="Gem mit svar").click()
    await expect(phone.page.locator("#heard-note")).to_contain_text("Tak.")
