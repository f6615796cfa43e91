"""A leader answers from the keyboard alone in well under a minute, sees what members will read, and loses no word."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.browser.keyboard import press, tab_to
from tests.browser.letters import full_letter
from tests.support.cast import Cast
from tests.support.member import took
from tests.work.answers.scene import REASON, SOON, STEP, above, shown, stored

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
COUNT = "addEventListener('keydown', () => sessionStorage.keys = 1 + Number(sessionStorage.keys || 0), true)"
STROKE = 0.4
"""Seconds a key of one who looks for each letter."""
YES = "Ja. Vi sætter filt under vognene i uge 50."
ANSWERS: dict[str, tuple[int, tuple[tuple[int, str], ...], str]] = {
    "agreed": (0, ((1, YES), (3, "Køb filt til vognene")), "Vi har sagt ja til idéen."),
    "trial": (1, ((2, "Afsnit N6"),), "Vi prøver idéen af i det små. Sted: Afsnit N6. Til"),
    "on_hold": (2, ((1, "Vi får nye vogne til foråret."),), "Idéen venter, fordi vi får nye vogne til foråret."),
    "declined": (3, ((1, REASON),), "Det kan ikke lade sig gøre, fordi der er ikke personale"),
}
"""How many times down to the choice, how many Tabs to each field and what is written in it, and what members read."""


async def keys(page: Page) -> int:
    """How many keys were pressed so far."""
    return int(await page.evaluate("Number(sessionStorage.keys || 0)"))


async def test_every_answer_by_keyboard_in_under_a_minute(cast: Cast, device: New) -> None:
    ada, leo, rie = await cast.ada(), await cast.leo(), await cast.rie()
    for status in ANSWERS:
        assert took(await rie.propose(f"Til {status}", "Som vi siger det"))
    await shown(cast)
    for status in ANSWERS:
        idea = (await stored(cast, title=f"Til {status}")).public_id
        assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))
    desk = await device(leo, width=1440, height=900)
    page = desk.page
    await page.add_init_script(COUNT)
    for status, (down, words, told) in ANSWERS.items():
        idea = (await stored(cast, title=f"Til {status}")).public_id
        await desk.go("/answers")
        before = await keys(page)
        await press(page, f".letter-answer a[href='/answers/{idea}']")
        await expect(page.locator(f"#status-{idea}")).to_be_focused()
        await page.keyboard.press("Space")
        for _ in range(down):
            await page.keyboard.press("ArrowDown")
        for tabs, text in words:
            for _ in range(tabs):
                await page.keyboard.press("Tab")
            await page.keyboard.type(text)
        await expect(page.locator("#preview")).to_contain_text(told)
        await page.keyboard.press("Control+Enter")
        await page.wait_for_url("**/answers?sent")
        pressed = await keys(page) - before
        written = sum(len(text) for _, text in words)
        print(f"{status}: {pressed} keys, {written} of them letters")
        assert pressed * STROKE < 60
        assert pressed - written <= 40, "too many steps"
        assert (await stored(cast, idea)).status == status
    await expect(page.locator("#no-letters")).to_be_visible()


@pytest.mark.slow
async def test_enter_sends_and_what_is_missing_is_said(cast: Cast, device: New) -> None:
    idea = await full_letter(cast)
    desk = await device(await cast.leo(), width=1440, height=900)
    desk.expects = "422"
    page = await desk.go(f"/answers/{idea}")
    await page.keyboard.press("Space")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(f"#text-{idea}-error")).to_be_in_viewport()
    await page.fill(f"#step-{idea}", "Køb filt")
    await page.get_by_role("button", name="Send svaret").click()
    await expect(page.locator(f"#text-{idea}")).to_be_focused()  # who clicks at the end sees what is wrong at the top
    await expect(page.locator(f"#text-{idea}-error")).to_be_in_viewport()
    await page.fill(f"#text-{idea}", YES)
    await tab_to(page, f"#step-{idea}")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/answers?sent")


async def test_words_survive_another_answer_and_a_reload(cast: Cast, device: New) -> None:
    idea = await full_letter(cast)
    boss = await above(cast)
    desk = await device(await cast.leo(), width=1440, height=900)
    desk.expects = "409"
    page = await desk.go(f"/answers/{idea}")
    await page.keyboard.press("Space")
    await page.fill(f"#text-{idea}", YES)
    assert took(await boss.answer(idea, "trial", text="Vi begynder på N6.", where="N6", until=SOON))
    await expect(page.locator("#letter-now")).to_contain_text("Dorthe Winther")
    await expect(page.locator("[data-moved]")).to_be_visible()
    await expect(page.locator(f"#text-{idea}")).to_have_value(YES)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#reply .notice.wrong")).to_contain_text("Idéen er flyttet")
    await expect(page.locator(f"#text-{idea}")).to_have_value(YES)
    await page.reload()
    await expect(page.locator(f"#text-{idea}")).to_have_value(YES)
    await expect(page.locator(f"#text-{idea}")).to_be_visible()
    assert took(await boss.answer(idea, "declined", text=REASON, **{"from": "trial"}))
    await expect(page.locator("#letter-now")).to_contain_text("ikke personale")
    await page.reload()
    await expect(page.locator(".kept textarea")).to_be_visible()
    await expect(page.locator(".kept textarea")).to_have_value(YES)
    await boss.close()


@pytest.mark.slow
async def test_the_inbox_and_the_letter_are_read_by_everybody(cast: Cast, device: New) -> None:
    idea = await full_letter(cast)
    leo = await cast.leo()
    desk = await device(leo)
    wrong: dict[str, list[str]] = {}

    async def look(name: str, path: str) -> None:
        for width, theme in ((360, "dark"), (1440, "light")):
            await desk.page.set_viewport_size({"width": width, "height": 800})
            await desk.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await desk.go(f"{path}?lang={'en' if width == 360 else 'da'}")
            for details in await desk.page.locator("main details:not([open]) > summary").all():
                if await details.is_visible():
                    await details.click()
            wrong[f"{name} {width}"] = await axe_faults(desk.page)
            across = await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert across <= 0, f"{name} is {across} px too wide at {width}"

    await look("inbox", "/answers")
    await look("letter", f"/answers/{idea}")
    assert took(await leo.answer(idea, "agreed", text=YES, owner="Leo Bach", **STEP))
    form = (await leo.page(f"/answers/{idea}")).form("/answer/edit")
    assert took(await leo.submit(form, {"text": f"{YES} Natholdet er med."}))
    await look("answered", f"/answers/{idea}")
    assert not {name: found for name, found in wrong.items() if found}


async def test_nobody_is_told_that_their_own_answer_was_faster(cast: Cast, device: New) -> None:
    """On a slow line the page hears of the answer by the stream before the form is answered."""
    idea = await full_letter(cast)
    page = await (await device(await cast.leo(), width=1440, height=900)).go(f"/answers/{idea}")

    async def late(route: Route) -> None:
        answer = await route.fetch(max_redirects=0)
        await expect(page.locator("#letter-now")).to_contain_text(YES)
        await expect(page.locator("[data-moved]")).to_be_hidden()
        await route.fulfill(response=answer)

    await page.route(f"**/ideas/{idea}/answer", late)
    await page.keyboard.press("Space")
    await page.fill(f"#text-{idea}", YES)
    await page.fill(f"#step-{idea}", "Køb filt")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_url("**/answers?sent")
