"""Ideas are put together by mouse, by finger and by keys alone; the other pages see it as it happens."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.ideas.groups.scene import gathered, idea, let_members
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)


async def middle(place: Locator) -> tuple[float, float]:
    """Where a finger would aim."""
    await place.scroll_into_view_if_needed()
    box = await place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


async def near(page: Page, name: str) -> tuple[float, float]:
    """The same for what is on the picture already: nothing scrolls."""
    box = await page.locator(name).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


@pytest.mark.slow
async def test_moving_by_mouse_by_finger_and_by_keys(cast: Cast, device: New) -> None:
    ro, kaffe, stille, te = await gathered(cast, "Ro", "Kaffe", "Stille", "Te")
    await let_members(cast)
    room = f"/m/{cast.meeting.public_id}"
    desk = await device(await cast.ada(), width=1440, height=1400)
    phone = await device(await cast.rie(), width=390, height=1700, has_touch=True)
    wall = await device(width=1920, height=1080)
    await desk.go(f"{room}/desk")
    await phone.go(room)
    await wall.go(f"/screen/{cast.meeting.screen_token}")

    # By mouse: the places show themselves, Escape lets go, and the drop is seen by all.
    mouse = desk.page.mouse
    await mouse.move(*await middle(desk.page.locator(f"#drag-{ro}")))
    await mouse.down()
    await mouse.move(*await near(desk.page, f"#idea-{kaffe}"), steps=4)
    await expect(desk.page.locator(f"#place-{kaffe}")).to_have_class("movable over")
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator(".in-hand")).to_have_count(0)
    await mouse.up()
    assert (await idea(cast, ro))["group"] is None
    await mouse.move(*await near(desk.page, f"#drag-{ro}"))
    await mouse.down()
    await mouse.move(*await near(desk.page, f"#idea-{kaffe}"), steps=4)
    await mouse.up()
    for page in (desk.page, phone.page):
        await expect(page.locator(".idea-group:not(.apart) article")).to_have_count(2)
    await expect(wall.page.locator("#stage h2").first).to_have_text("Gruppe uden navn")
    await expect(desk.page.locator("#announce")).to_have_text(re.compile(r"^Idé \d er nu i gruppe med idé \d\.$"))
    group = (await idea(cast, ro))["group"]

    # By finger: the handle drags, and the page does not scroll under it.
    await expect(phone.page.locator(f"#drag-{stille}")).to_be_visible()
    box = await phone.page.locator(f"#drag-{stille}").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    touch = await phone.context.new_cdp_session(phone.page)
    await phone.page.locator(f"#drag-{stille}").scroll_into_view_if_needed()
    start, end = await near(phone.page, f"#drag-{stille}"), await near(phone.page, f"#group-{group}")
    at = await phone.page.evaluate("scrollY")
    for kind, points in (("Start", [start]), ("Move", [(start[0], start[1] - 40)]), ("Move", [end]), ("End", [])):
        told = {"type": f"touch{kind}", "touchPoints": [{"x": x, "y": y} for x, y in points]}
        await touch.send("Input.dispatchTouchEvent", told)
    assert await phone.page.evaluate("scrollY") == at
    for page in (desk.page, phone.page):
        await expect(page.locator(f"#group-{group} article")).to_have_count(3)

    # By keys alone, with the place that was chosen read aloud and the focus back where it was.
    await desk.page.locator(f"#move-{te}").focus()
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.locator("#move")).to_be_visible()
    await expect(desk.page.locator("#move-to")).to_be_focused()
    await desk.page.keyboard.press("ArrowDown")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Enter")
    for page in (desk.page, phone.page):
        await expect(page.locator(f"#group-{group} article")).to_have_count(4)
    await expect(desk.page.locator(f"#move-{te}")).to_be_focused()
    await expect(desk.page.locator("#announce")).to_contain_text("er nu i gruppe med idé")

    # Two become one, from the same choice; the phone shows both wordings.
    await desk.page.keyboard.press("Enter")
    await desk.page.locator("#move-to").select_option(f"with:{ro}")
    await desk.page.get_by_role("button", name="Læg sammen til én idé").last.click()
    await expect(phone.page.locator(f"#also-{ro}")).to_contain_text("Ord om Te")
