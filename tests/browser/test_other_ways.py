"""Taking part without JavaScript, and with the keyboard alone."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)


async def test_everything_works_without_javascript(cast: Cast, device: New) -> None:
    ada, rie = await cast.ada(), await cast.rie()
    await rie.propose("Kaffe til alle")
    await rows(cast.database.url, "UPDATE meeting SET in_lobby = true WHERE id = $1", cast.meeting.id)
    phone = await device(width=320, height=640, java_script_enabled=False)
    page = await phone.go("/")
    await page.get_by_label("Kode", exact=True).fill(cast.meeting.code.lower())
    await page.get_by_role("button", name="Gå med i mødet").click()
    await page.get_by_label("Patient").check()
    await page.get_by_role("button", name="Gå med i mødet").click()
    await expect(page.locator("#return-code")).to_be_visible()
    others = await rie.stream()
    await others.sees("2 af 2 er her")
    await others.close()
    seen = [await page.locator(each).bounding_box() for each in ("#write [name=title]", "#thumb")]
    field, bar = [box for box in seen if box is not None]
    assert field["y"] + field["height"] <= bar["y"], "the field is on the first view of the lobby too"
    assert took(await ada.post(f"{ada.room}/begin"))
    await page.get_by_label("Idéen med få ord").fill("Ro om aftenen")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#write-note")).to_contain_text("Tak. Din idé er gemt.")
    await page.get_by_text("Mine idéer (1)").click()
    await page.get_by_text("Ret idéen").click()
    await page.locator("#mine").get_by_label("Idéen med få ord").fill("Ro om natten")
    await page.get_by_role("button", name="Gem rettelsen").click()
    await expect(page.locator("#mine")).to_contain_text("Ro om natten")
    await page.get_by_role("button", name="Jeg er færdig").click()
    await expect(page.locator("#done")).to_contain_text("Du er færdig")
    await ada.phase("reveal")
    await page.reload()
    await expect(page.locator("#ideas article")).to_have_count(2)
    await page.get_by_role("link", name="Kaffe til alle").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kaffe til alle")
    await page.go_back()
    await ada.phase("vote")
    await page.reload()
    boxes = page.locator("#ballot input[type=number]")
    await expect(boxes).to_have_count(2)
    await expect(page.locator("#done")).to_be_hidden()
    await boxes.nth(0).fill("3")
    await boxes.nth(1).fill("2")
    await page.get_by_role("button", name="Stem på idéerne").click()
    await expect(page.locator("#ballot-note")).to_have_text("Gemt.")
    await expect(boxes.nth(0)).to_have_value("3")
    await ada.phase("result")
    await phone.go(rie.room)
    await expect(page.locator("#room")).to_contain_text("Færre end fem har stemt")
    await page.get_by_text("Returkode og forlad mødet").click()
    await page.get_by_role("button", name="Forlad mødet").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Gå med i mødet")
    assert not [cookie for cookie in await phone.context.cookies() if cookie.get("value")]


HERE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 40) / 2);
  const seen = top && (at.contains(top) || top.contains(at)) || at.labels?.[0]?.contains(top);
  const ring = [at, ...(at.labels || [])].some(e => parseFloat(getComputedStyle(e).outlineWidth) >= 2
    && getComputedStyle(e).outlineStyle !== 'none');
  const name = at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || '';
  return {name: name.trim(), seen: Boolean(seen), ring, body: at === document.body};
}"""


async def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has this name has focus; whatever has focus on the way is seen, and is seen to have it."""
    for _ in range(60):
        await page.keyboard.press(key)
        at = await page.evaluate(HERE)
        if at["body"]:
            continue
        assert at["seen"], f"covered: {at}"
        assert at["ring"], f"no ring: {at}"
        if at["name"].startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")


async def test_everything_works_by_keyboard_alone(cast: Cast, device: New) -> None:
    ada, rie = await cast.ada(), await cast.rie()
    await rie.propose("Kaffe til alle")
    phone = await device(width=360, height=640)
    page = await phone.go(f"/j/{cast.meeting.join_token}")
    await tab_to(page, "Patient")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "Skriv dit navn")
    await page.keyboard.press("Enter")
    await tab_to(page, "Mit navn")
    await page.keyboard.type("Ib")
    await page.keyboard.press("Enter")
    await expect(page.locator("#return-code")).to_be_visible()
    await tab_to(page, "Gå til indholdet")
    await page.keyboard.press("Enter")
    await tab_to(page, "Idéen med få ord")
    await page.keyboard.type("Ro om aftenen")
    await tab_to(page, "Vælg emne")
    await page.keyboard.press("Enter")
    await tab_to(page, "Emne")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "Send idé")
    await page.keyboard.press("Enter")
    await expect(page.locator("#mine")).to_contain_text("Ro om aftenen")
    await tab_to(page, "Jeg er færdig")
    await page.keyboard.press("Enter")
    await expect(page.locator("#done")).to_contain_text("Du er færdig")

    # What had focus goes away with the phase; focus is on the new phase's heading, not lost at the top of the page.
    await tab_to(page, "Idéen med få ord", "Shift+Tab")
    await ada.phase("vote")
    await expect(page.locator("#ballot article")).to_have_count(2)
    await expect(page.locator("#room h2")).to_be_focused()
    await tab_to(page, "En prik mere på idé 1")
    for _ in range(4):
        await page.keyboard.press("Enter")
    assert (await page.evaluate(HERE))["name"].startswith("En prik mere på idé 1"), "the limit took focus away"
    await expect(page.locator("#left")).to_have_text("2 prikker tilbage")
    await tab_to(page, "En prik mere på idé 2")
    await page.keyboard.press("Space")
    await expect(page.locator("#left")).to_have_text("1 prik tilbage")
    await expect(page.locator("#ballot-note")).to_have_text("Gemt.")
    await tab_to(page, "En prik mindre på idé 1", "Shift+Tab")
    await tab_to(page, "Returkode og forlad")
    await page.keyboard.press("Enter")
    await tab_to(page, "Forlad mødet")
    await page.keyboard.press("Enter")
    await expect(page.locator("#confirm")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#confirm")).to_be_hidden()
    assert (await page.evaluate(HERE))["name"].startswith("Forlad mødet")
    await page.keyboard.press("Enter")
    await expect(page.locator("#confirm button").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Gå med i mødet")


async def test_a_question_put_aside_does_not_answer_the_next_one(cast: Cast, device: New) -> None:
    """Put aside with Escape and asked again within the moment in which the browser still owes the first one its end."""
    rie = await cast.rie()
    phone = await device(rie)
    page = await phone.go(rie.room)
    await page.evaluate("""() => {
      const leave = document.querySelector('form[data-leave]'), dialog = document.getElementById('confirm');
      document.querySelector('#new-code').dataset.confirm = 'En anden ting?';
      document.querySelector('#new-code').requestSubmit();
      dialog.close();
      leave.requestSubmit();
    }""")
    await expect(page.locator("#confirm")).to_contain_text("Vil du forlade mødet?")
    # The end of the first is told before any key reaches the page.
    await page.evaluate("new Promise((told) => setTimeout(told))")
    await expect(page.locator("#confirm")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Gå med i mødet")
    await page.wait_for_url("**/?left")
