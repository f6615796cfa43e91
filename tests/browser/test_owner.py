"""The owner of an idea on a phone: from the link in the mail to a line that everybody reads, in less than a minute."""

import pytest
from playwright.async_api import expect

from schemas.moment import MomentKind
from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.site import Site
from tests.work.owners.scene import FIRST, day, moments, steps, under_way, with_link

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
MOST = 60.0
"""Seconds, of which a person who types slowly takes most."""
SLOWLY = 0.15
"""Seconds between two letters: 80 words of five letters in a minute would be twice as fast. They are counted, not
waited for."""
LINE = "Filten er bestilt og kommer fredag. Natholdet sætter den på i næste uge."


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["script", "plain"])
async def test_one_line_from_a_phone_in_less_than_a_minute(
    cast: Cast, site: Site, device: New, *, scripts: bool
) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    phone = await device(width=360, height=740, java_script_enabled=scripts)
    page = await phone.go(ida.door)
    box = page.get_by_label("Sådan går det")
    await expect(box).to_be_in_viewport()
    await box.press_sequentially(LINE)
    button = page.get_by_role("button", name="Fortæl det")
    await button.click()
    await expect(page.get_by_text("Tak. Det er gemt")).to_be_in_viewport()
    typing = len(LINE) * SLOWLY
    print(f"one line from a phone: {typing:.1f} s of typing, one page to open and one button to press")
    assert typing < MOST / 2, "as much is left for finding the place and being answered"
    assert [told.text for told in await moments(cast, idea, MomentKind.NEWS)] == [LINE]
    assert not await phone.context.cookies(), "looking and telling leaves no cookie"


@pytest.mark.slow
async def test_the_page_is_sound_in_every_width_and_light(cast: Cast, site: Site, device: New) -> None:
    idea = await under_way(cast)
    leo, ida = await cast.leo(), await with_link(cast, site, idea)
    english = await device(width=768, locale="en-GB")
    for look in (await device(width=360), english, await device(leo, width=360), await device(leo, width=1440)):
        page = await look.go(f"/ideas/{idea}" if await look.context.cookies() else ida.door)
        await page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme=theme)
            assert not await axe_faults(page), page.url
            assert not await page.evaluate(WIDE), page.url


async def test_the_last_step_asks_what_comes_next_and_keeps_what_was_typed(cast: Cast, site: Site, device: New) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    phone = await device(width=360, height=740)
    phone.expects = "422"
    page = await phone.go(ida.door)
    await page.get_by_text("Skridtet er taget", exact=True).click()
    await page.get_by_label("Der er et næste skridt").check()
    form = page.locator(".taking")
    await form.get_by_label("Hvad skal gøres?").fill("Sæt filt på")
    await form.get_by_role("button", name="Gem").click()
    await expect(form.get_by_text("Skriv, hvem der gør det.")).to_be_visible()
    await expect(form.get_by_label("Hvad skal gøres?")).to_have_value("Sæt filt på")
    await form.get_by_label("Hvem gør det?").fill("Natholdet")
    await form.get_by_label("Hvornår er det gjort?").fill(day(9))
    await form.get_by_role("button", name="Gem").click()
    await expect(page.get_by_text("1 af 2 skridt er taget")).to_be_visible()
    assert [(step.text, step.done_at is None) for step in await steps(cast, idea)] == [
        (FIRST["step"], False),
        ("Sæt filt på", True),
    ]
    assert took(await ida.get(ida.door))
