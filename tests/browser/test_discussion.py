"""The talk as people live it: two members, the coordinator and the projector; nobody's words or place are disturbed."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.room.discussion.scene import number_of, talking
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
PLACE = "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.value]"
TITLES = ("Ro på gangen efter kl. 22", "En fast kontaktperson, også i ferien", "Kaffe, når pårørende kommer")


async def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a control and press a key, as one without a mouse."""
    await expect(page.locator(f"{selector}:not([aria-busy])")).to_have_count(1)
    await page.locator(f"{selector} button").focus()
    await page.keyboard.press(key)


@pytest.mark.slow  # in `make test` the whole evening talks too
async def test_a_talk_about_one_idea_at_a_time(cast: Cast, device: New) -> None:
    ideas = await talking(cast, *TITLES)
    ben, rie = await cast.ben(), await cast.rie()
    desk = await device(await cast.ada(), width=1440, height=900)
    phone, other, wall = await device(ben), await device(rie, width=360), await device(width=1920, height=1080)
    await desk.go(f"/m/{cast.meeting.public_id}/desk")
    await wall.go(f"/screen/{cast.meeting.screen_token}")
    for each in (phone, other):
        await each.go(f"/m/{cast.meeting.public_id}")
    order = sorted([(await number_of(cast, idea), idea) for idea in ideas])
    first, second = order[0][1], order[1][1]

    await press(desk.page, "#focus-after")
    for page in (phone.page, other.page, desk.page):
        await expect(page.locator("#focus")).to_be_visible()

    # Ben is in the middle of a word about the first idea when the room goes on to the second.
    await phone.page.locator(f"#comment-text-{first}").fill("Det hjalp mig, da")
    await phone.page.locator(f"#comment-text-{first}").evaluate("box => box.setSelectionRange(3, 3)")
    await other.page.locator(f"#comment-text-{first}").fill("Det mener jeg også")
    await other.page.locator(f"#comment-text-{first}").press("Tab")
    await other.page.keyboard.press("Enter")
    await expect(other.page.locator(f"#comment-{first}-note")).to_contain_text("Tak. Din kommentar er gemt.")
    await expect(phone.page.locator("#focus-said")).to_contain_text("Det mener jeg også")
    await expect(wall.page.locator("#stage")).to_contain_text("1 kommentar")
    assert await phone.page.evaluate(PLACE) == [f"comment-text-{first}", 3, "Det hjalp mig, da"]
    await press(desk.page, "#focus-after")
    await expect(phone.page.locator(f"#comment-{second}")).to_be_visible()
    assert await phone.page.evaluate(PLACE) == [f"comment-text-{first}", 3, "Det hjalp mig, da"]
    await phone.page.locator(f"#comment-{first} button").click()
    await expect(phone.page.locator(f"#comment-{first}-note")).to_contain_text("Tak. Din kommentar er gemt.")

    # The queue, by keyboard; both see their own place, the desk their names, the wall only how many.
    await press(phone.page, "#hand", "Space")
    await expect(phone.page.locator("#hand")).to_contain_text("Du er nummer 1.")
    await press(other.page, "#hand")
    await expect(other.page.locator("#hand")).to_contain_text("Du er nummer 2.")
    await expect(wall.page.locator("#queue")).to_have_text("2 venter på at sige noget")
    await expect(desk.page.locator("#queue strong")).to_have_text(["Ben", "Rie"])
    await desk.page.get_by_role("button", name="Giv ordet til Ben").press("Enter")
    await expect(phone.page.locator("#hand")).to_contain_text("Det er din tur.")
    await expect(phone.page.locator("#announce")).to_have_text("Det er din tur.")
    await expect(other.page.locator("#hand")).to_contain_text("Du er nummer 1.")

    # The coordinator writes a note, and goes on before it is saved: it stays until it is.
    await desk.page.locator(f"#note-text-{second}").fill("Vi prøver i marts")
    await press(desk.page, "#focus-before")
    await expect(desk.page.locator(f"#note-{first}")).to_be_visible()
    await expect(desk.page.locator(f"#note-text-{second}")).to_have_value("Vi prøver i marts")
    await desk.page.locator(f"#note-{second} button").press("Enter")
    await expect(desk.page.locator(f"#note-{second}-came")).to_contain_text("Noten er gemt.")
    # What else happens in the room takes the thanks from nobody; that it goes on to another idea does.
    await other.page.locator(f"#comment-text-{first}").fill("Det gør vi også")
    await other.page.locator(f"#comment-{first} button").click()
    await expect(desk.page.locator("#focus-said")).to_contain_text("Det gør vi også")
    await expect(desk.page.locator(f"#note-{second}-came")).to_contain_text("Noten er gemt.")
    await press(desk.page, "#focus-after")
    await expect(phone.page.locator(".noted")).to_contain_text("Vi prøver i marts")
    await press(desk.page, "#focus-before")
    await expect(desk.page.locator(f"#note-{first}")).to_be_visible()
    await expect(desk.page.locator(f"#note-{second}")).to_have_count(0)

    # A comment is hidden: it goes from Ben, and Rie alone reads it with the reason.
    await desk.page.get_by_text("Skjul idéen eller en kommentar").click()
    await desk.page.locator("#hide-fold details summary", has_text="Det mener jeg også").click()
    await desk.page.locator("#hide-fold details[open] input[name=reason]").fill("Det er et navn")
    await desk.page.locator("#hide-fold details[open] input[name=reason]").press("Enter")
    await expect(phone.page.locator("#focus-said")).not_to_contain_text("Det mener jeg også")
    await expect(other.page.locator("#my-comments")).to_contain_text("Skjult af koordinatoren, fordi det er et navn")

    wrong: dict[str, object] = {}
    for name, each, width, theme in (
        *(("room", other, 360, "dark"), ("room", other, 768, "light")),
        *(("desk", desk, 1440, "dark"), ("wall", wall, 1920, "light")),
    ):
        await each.page.set_viewport_size({"width": width, "height": 1080 if width > 1000 else 800})
        await each.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        wrong[f"{name} {width} {theme}"] = await axe_faults(each.page)
    await other.page.set_viewport_size({"width": 320, "height": 600})
    wrong["room at 320"] = await other.page.evaluate(WIDE)
    assert not {name: found for name, found in wrong.items() if found}
