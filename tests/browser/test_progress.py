"""The progress board in real browsers: a card is dragged, moved by keyboard, and followed by somebody else."""

from typing import Literal

import pytest
from playwright.async_api import Locator, Page, expect

from schemas.flow import Status
from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast
from tests.views.progress.board import add, address
from tests.work.answers.scene import SOON

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
WHY = "Der er ikke personale til det om aftenen."


async def sound(page: Page, theme: Literal["light", "dark"]) -> None:
    """AssertionError where axe finds a fault or something hangs out of the page. One theme or the other for each view;
    the slow part of test_every_page.py has the board and what it asks in both."""
    await page.emulate_media(color_scheme=theme)
    assert not await axe_faults(page), page.url
    await page.emulate_media(color_scheme="light")
    assert not await page.evaluate(WIDE), page.url


async def drag(page: Page, card: Locator, to: Locator) -> None:
    """As a hand does it: press, move in steps, release."""
    box = await card.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 8)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
    await expect(to).to_be_visible()
    end = await to.bounding_box()
    assert end is not None
    await page.mouse.move(end["x"] + end["width"] / 2, end["y"] + min(end["height"] / 2, 120), steps=8)
    await page.mouse.up()


async def in_review(cast: Cast, title: str) -> str:
    """An idea that awaits Leo's answer."""
    return (await add(cast, title, Status.REVIEW, leader_id=cast.people["Leo"].id)).public_id


async def test_a_card_is_dragged_and_another_sees_it_move(cast: Cast, device: New) -> None:
    idea, other = await in_review(cast, "Ro om aftenen"), await in_review(cast, "Kaffe til alle")
    leo, rie = await cast.leo(), await cast.rie()
    desk, phone = await device(leo, width=1440, height=900), await device(rie, width=360)
    for each in (desk, phone):
        await each.go(address(cast))
    page, card = desk.page, desk.page.locator(f"#idea-{idea}")
    await sound(page, "light")
    await sound(phone.page, "dark")

    # What FLOW does not let Leo choose does not take it.
    await drag(page, card, page.locator("#column-in_progress"))
    await expect(page.locator("#announce")).to_have_text("Idé 1 bliver, hvor den er.")
    await expect(page.locator("#move")).to_be_hidden()

    # Dropped on "Besluttet" it asks for what that requires, says what is missing, and keeps what was typed.
    await drag(page, card, page.locator("#column-agreed"))
    form = page.locator("#move-form form")
    await expect(form).to_be_visible()
    await sound(page, "light")
    await form.get_by_label("Jeres svar").fill("Ja, det gør vi.")
    desk.expects = "422"
    await form.get_by_role("button", name="Gem").click()
    await expect(form).to_contain_text("Skriv, hvem der har ansvaret for idéen.")
    await expect(form.get_by_label("Jeres svar")).to_have_value("Ja, det gør vi.")
    await form.get_by_label("Hvem har ansvaret?").fill("Leo Bach")
    await form.get_by_label("Første skridt").fill("Køb filt")
    await form.get_by_label("Hvem gør det?").fill("Natholdet")
    await form.get_by_label("Hvornår er det gjort?").fill(SOON)
    await form.get_by_role("button", name="Gem").click()
    await expect(page.locator("#move")).to_be_hidden()
    for seen in (page, phone.page):
        await expect(seen.locator(f"#column-agreed #idea-{idea}")).to_be_visible()
        await expect(seen.locator(f"#column-agreed #idea-{idea}")).to_contain_text("Hos Leo Bach")

    # A stage that no column shows has its place at the foot while a card is in the air.
    await drag(page, page.locator(f"#idea-{other}"), page.locator("#drops [data-stage=declined]"))
    await expect(form).to_be_visible()
    await form.get_by_role("textbox").first.fill(WHY)
    await form.get_by_role("button", name="Gem").click()
    await expect(phone.page.locator("#column-declined")).to_contain_text("Ikke muligt")


async def test_the_same_by_keyboard(cast: Cast, device: New) -> None:
    idea = await in_review(cast, "Ro om aftenen")
    leo = await cast.leo()
    desk = await device(leo, width=1440, height=900)
    await desk.go(address(cast))
    page = desk.page
    menu = page.locator(f"#idea-{idea} [data-move]")
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#move")).to_be_visible()
    await sound(page, "dark")
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#move-form input[value=declined]")).to_be_visible()
    await page.locator("#move-form input[value=declined]").focus()
    await page.keyboard.press("Space")
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.name === 'text'"):
            break
    await page.keyboard.type(WHY)
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent.trim() === 'Gem'"):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("#column-declined")).to_be_visible()
    await expect(page.locator("#announce")).to_have_text("Idé 1 er nu: Ikke muligt.")


async def test_a_filter_is_in_the_address_and_follows_the_board(cast: Cast, device: New) -> None:
    idea = await in_review(cast, "Ro om aftenen")
    await in_review(cast, "Kaffe til alle")
    ada, leo = await cast.ada(), await cast.leo()
    desk = await device(ada, width=1440, height=900)
    page = await desk.go(address(cast))
    await page.get_by_label("Søg i idéerne").fill("aften")
    await page.get_by_role("button", name="Find").click()
    await page.wait_for_url("**/progress?q=aften")
    await page.reload()
    await expect(page.locator("#board-told")).to_contain_text("1 af 2 idéer.")
    await expect(page.get_by_label("Søg i idéerne")).to_have_value("aften")
    await sound(page, "dark")
    await leo.answer(idea, "declined", text=WHY)
    await expect(page.locator("#column-declined")).to_contain_text("Ikke muligt")
    await expect(page.locator("#board-told")).to_contain_text("1 af 2 idéer.")
    await page.get_by_role("link", name="Nulstil").click()
    await expect(page.locator("#board-told")).to_contain_text("2 idéer.")


async def test_without_a_script(cast: Cast, device: New) -> None:
    idea = await in_review(cast, "Ro om aftenen")
    desk = await device(await cast.leo(), width=768, java_script_enabled=False)
    page = await desk.go(address(cast, "?q=ro"))
    await page.locator(f"#idea-{idea} [data-move]").click()
    await page.locator("input[value=declined]").check()
    await page.locator("textarea[name=text]").fill(WHY)
    await page.get_by_role("button", name="Gem").click()
    await expect(page.locator("#board-told")).to_contain_text("1 af 1 idé.")
    await expect(page.locator("#column-declined")).to_contain_text("Ikke muligt")


async def test_words_for_one_status_are_not_put_into_the_form_of_another(cast: Cast, device: New) -> None:
    idea = await in_review(cast, "Ro om aftenen")
    page = await (await device(await cast.leo(), width=1440, height=900)).go(address(cast))
    card, form = page.locator(f"#idea-{idea}"), page.locator("#move-form form")
    await card.locator("[data-move]").click()
    await form.locator("input[value=declined]").check()
    await form.get_by_role("textbox").first.fill(WHY)
    await page.locator("#move").get_by_role("button", name="Fortryd").click()
    await drag(page, card, page.locator("#column-agreed"))
    await expect(form.get_by_label("Jeres svar")).to_have_value("")
    await expect(form.get_by_role("button", name="Gem")).to_be_visible()
    await page.keyboard.press("Escape")
    await card.locator("[data-move]").click()
    await expect(form.get_by_role("textbox").first).to_have_value(WHY)


async def test_who_goes_back_sees_in_the_filters_what_the_address_says(cast: Cast, device: New) -> None:
    idea = await in_review(cast, "Ro om aftenen")
    await add(cast, "Ro i haven", Status.DONE)
    desk = await device(await cast.leo(), width=1440, height=900)
    page = await desk.go(address(cast, "?q=ro"))
    await page.locator("#sift-more summary").click()
    await page.locator("#sift-status").select_option("review")
    await page.get_by_role("button", name="Find").click()
    await page.wait_for_url("**status=review")
    await page.go_back()
    await expect(page.locator("#board-told")).to_contain_text("2 af 2 idéer.")
    await expect(page.locator("#sift-status")).to_have_value("")
    await expect(page.get_by_role("link", name="Ro i haven")).to_be_visible()

    # The card that was moved is looked at again; where it is not found any more, the number of those that are.
    await page.locator(f"#idea-{idea} [data-move]").click()
    await page.locator("#move-form input[value=declined]").check()
    await page.locator("#move-form").get_by_role("textbox").first.fill(WHY)
    await page.locator("#move-form").get_by_role("button", name="Gem").click()
    await expect(page.locator(f"#column-declined #idea-{idea} .board-row-title")).to_be_focused()


async def test_on_a_phone_what_was_found_comes_first(cast: Cast, device: New) -> None:
    await in_review(cast, "Kaffe til alle")
    await add(cast, "Ro i haven", Status.DONE)
    page = await (await device(await cast.rie(), width=360)).go(address(cast, "?q=haven"))
    await expect(page.locator("#column-review")).to_be_hidden()
    await expect(page.get_by_role("link", name="Ro i haven")).to_be_visible()
    await expect(page.locator(".board-jump")).to_have_text("Gennemført (ifølge ledelsen) 1")
    await sound(page, "light")


async def test_on_a_phone_the_filters_are_one_line_with_what_is_chosen(cast: Cast, device: New) -> None:
    for title in ("Ro om aftenen", "Kaffe til alle", "Skilte"):
        await in_review(cast, title)
    phone, desk = await device(await cast.rie(), width=360, height=740), await device(await cast.ada(), width=1440)
    page = await phone.go(address(cast, "?q=ro&status=review"))
    line = page.locator("#sift-fold > summary")
    await expect(line).to_have_text("Søg og vælg: “ro” · Til vurdering")
    await expect(page.locator("#sift-q")).to_be_hidden()
    card = page.locator(".column-cards article").first
    assert await card.evaluate("e => e.getBoundingClientRect().top") < 740, "the first idea is in the first view"
    await sound(page, "dark")
    await line.click()
    await expect(page.locator("#sift-q")).to_have_value("ro")
    await sound(page, "light")
    await page.locator("#sift").get_by_role("link", name="Nulstil").click()
    await expect(line).to_have_text("Søg og vælg")
    await expect(page.locator("#sift-q")).to_be_hidden()
    wide = await desk.go(address(cast))
    await expect(wide.locator("#sift-q")).to_be_visible()
    await expect(wide.locator("#sift-fold > summary")).to_be_hidden()
