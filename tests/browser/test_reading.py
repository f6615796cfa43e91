"""Choosing how to read: at once, without a jump, kept; a page on pause stands still; and all without JavaScript."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast
from tests.support.waiting import until

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
ROOT = "html"


async def choose(page: Page, name: str, value: str) -> None:
    """Open the panel and press a button of it."""
    if await page.locator("#reading").get_attribute("open") is None:
        await page.locator("#reading summary").click()
    await page.locator(f"#reading button[name={name}][value='{value}']").click()


async def test_a_choice_shows_at_once_and_is_there_at_first_paint(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    phone = await device(ben)
    page = await phone.go(ben.room)
    await choose(page, "size", "3")
    await choose(page, "theme", "dark")
    await expect(page.locator(ROOT)).to_have_attribute("data-size", "3")
    await expect(page.locator("#reading button[name=size][value='3']")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#reading button[name=size][value='']")).to_have_attribute("aria-pressed", "false")

    async def kept() -> bool:
        return bool((await ben.look()).select("/html")[0].get("data-theme") == "dark")

    await until(kept, what="the server keeps the choice")
    # What this device remembered from before must not flash up over what the seat remembers.
    await page.evaluate("localStorage.setItem('look:size', '2'); localStorage.setItem('look:theme', 'light')")
    await phone.context.add_init_script("""new MutationObserver(() => {
      const size = document.documentElement?.dataset.size;
      if (size !== (window.sizes ||= []).at(-1)) window.sizes.push(size);
    }).observe(document, {attributes: true, childList: true, subtree: true});""")
    await page.reload()
    await expect(page.locator(ROOT)).to_have_attribute("data-theme", "dark")
    assert await page.evaluate("window.sizes") == ["3"]


async def test_another_language_keeps_what_is_typed(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    phone = await device(ben)
    page = await phone.go(ben.room)
    await page.locator("#write-title").fill("Ro om aftenen")
    await choose(page, "language", "en")
    await expect(page.locator(ROOT)).to_have_attribute("lang", "en")
    await expect(page.locator("#write-title")).to_have_value("Ro om aftenen")
    await (await cast.ada()).phase("reveal")
    await expect(page.locator("#where")).to_contain_text("Step")


async def test_before_joining_the_device_remembers_and_there_is_no_cookie(cast: Cast, device: New) -> None:
    phone = await device()
    page = await phone.go("/")
    await choose(page, "size", "2")
    await choose(page, "theme", "dark")
    await phone.go(f"/j/{cast.meeting.join_token}")
    await expect(page.locator(ROOT)).to_have_attribute("data-size", "2")
    await page.get_by_text("Skriv dit navn").click()
    await page.get_by_label("Mit navn").fill("Ib")
    await page.get_by_label("Pårørende").check()
    await choose(page, "language", "en")
    await expect(page.locator(ROOT)).to_have_attribute("lang", "en")
    await expect(page.locator("#f-name")).to_have_value("Ib")
    await expect(page.locator("#f-name")).to_be_visible()
    await expect(page.get_by_label("Relative")).to_be_checked()
    assert await phone.context.cookies() == []
    await page.locator(".bottom-bar .button").click()
    await expect(page.locator("#room")).to_be_visible()
    html = await (await page.context.request.get(page.url)).text()
    assert re.search(r'<html lang="en" data-theme="dark" data-size="2" data-kept>', html)


async def test_on_pause_nothing_moves_and_no_line_is_open(cast: Cast, device: New) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    phone = await device(ben)
    page = await phone.go(ben.room)
    await choose(page, "pause", "1")
    await expect(page.locator("#held")).to_contain_text(
        re.compile(r"Opdateringer er på pause\. Hentet kl\. \d\d\.\d\d")
    )
    lines: list[str] = []
    page.on("websocket", lambda line: lines.append(line.url))
    await page.clock.install()
    await page.reload()
    count = await page.locator("#count").inner_text()
    await rie.propose("Kaffe til alle")
    await page.locator("#write-title").fill("Ro om aftenen")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine")).to_contain_text("Ro om aftenen")
    await ada.phase("reveal")
    where = await page.locator("#where").inner_text()
    await page.clock.run_for(50_000)
    await expect(page.locator("#moved")).to_be_visible()
    await page.clock.run_for(1_000)
    await expect(page.locator("#announce")).to_have_text("Mødet er gået videre. Hent nyt, når du er klar.")
    assert await page.locator("#where").inner_text() == where
    assert await page.locator("#count").inner_text() == count
    assert lines == []
    await page.get_by_role("link", name="Hent nyt").click()
    await expect(page.locator("#ideas")).to_contain_text("Kaffe til alle")
    await expect(page.locator("#moved")).to_be_hidden()
    await page.get_by_role("button", name="Start opdateringer igen").first.click()
    await expect(page.locator("#held")).to_have_count(0)
    await ada.phase("propose")
    await expect(page.locator("#room")).to_have_attribute("data-phase", "propose")


async def test_the_panel_works_as_menus_do(cast: Cast, device: New) -> None:
    phone = await device(width=320, height=640)
    page = await phone.go("/")
    summary = page.locator("#reading summary")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(summary).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".reading-panel")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator(".reading-panel")).to_be_hidden()
    await expect(summary).to_be_focused()
    await page.locator(".to-reading").click()
    await expect(page.locator(".reading-panel")).to_be_visible()
    await page.mouse.click(5, 500)
    await expect(page.locator(".reading-panel")).to_be_hidden()


@pytest.mark.slow
async def test_a_whole_meeting_without_javascript(cast: Cast, device: New) -> None:
    ada, rie, others = await cast.ada(), await cast.rie(), await cast.guests_join(4)
    phone = await device(java_script_enabled=False)
    page = await phone.go("/")
    await choose(page, "size", "3")
    await expect(page.locator(ROOT)).to_have_attribute("data-size", "3")
    await page.get_by_label("Kode", exact=True).fill(cast.meeting.code)
    await page.locator("main form .button").first.click()
    await page.get_by_label("Patient").check()
    await page.locator(".bottom-bar .button").click()
    await expect(page.locator(ROOT)).to_have_attribute("data-size", "3")
    told = await page.locator("#return-code").inner_text()
    await page.locator("#write-title").fill("Ro om aftenen")
    await page.get_by_role("button", name="Send idé").click()
    held = page.locator(".held")
    await expect(held).to_contain_text(re.compile(r"Hentet kl\. \d\d\.\d\d\."))
    await rie.propose("Kaffe til alle")
    await ada.phase("reveal")
    await page.get_by_role("link", name="Hent nyt").click()
    await expect(page.locator("#ideas article")).to_have_count(2)
    await ada.phase("discuss")
    ideas = (await ada.page(f"{ada.room}/desk")).select("//*[@id='focus-idea']/option")
    await ada.post(f"{ada.room}/focus", {"about": ideas[0].get("value", "")})
    await page.get_by_role("link", name="Hent nyt").click()
    await page.get_by_label(re.compile("Hvad tænker du om idé")).fill("Det gælder også os.")
    await page.get_by_role("button", name="Send kommentar").click()
    await expect(page.locator("#focus")).to_contain_text("Det gælder også os.")
    await page.get_by_role("button", name="Jeg vil gerne sige noget").click()
    await expect(page.locator("#hand")).to_contain_text("Du er nummer 1.")
    await ada.phase("vote")
    await page.get_by_role("link", name="Hent nyt").click()
    boxes = page.locator("#ballot input[type=number]")
    await boxes.nth(0).fill("3")
    await page.get_by_role("button", name="Stem på idéerne").click()
    await expect(page.locator("#ballot-note")).to_have_text("Gemt.")
    for member in (rie, *others):
        ideas = [
            name[5:] for name, _ in (await member.look()).form("#ballot").form_values() if name.startswith("dots-")
        ]
        await member.vote({ideas[0]: 1})
    await ada.phase("result")
    await page.get_by_role("link", name="Hent nyt").click()
    await expect(page.locator("#result")).to_contain_text("8 prikker")

    # Another browser, the return code, and the same person reading in the same way.
    tablet = await device(java_script_enabled=False)
    page = await tablet.go("/")
    await page.get_by_text("Jeg har været med før").click()
    code = re.search(r"[A-Z0-9]{3,}(?:-[A-Z0-9]+)+", told)
    assert code is not None
    await page.locator("#f-return").fill(code.group())
    await page.get_by_role("button", name="Kom tilbage").click()
    await expect(page.locator("#mine")).to_contain_text("Ro om aftenen")
    await expect(page.locator(ROOT)).to_have_attribute("data-size", "3")
    await choose(page, "pause", "1")
    await expect(page.locator("#held")).to_contain_text("Opdateringer er på pause.")
