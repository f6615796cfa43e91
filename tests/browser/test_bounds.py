"""What no longer fits stays where it was typed, online and off, and the desk is asked while it is looked at."""

import pytest
from playwright.async_api import expect

from schemas.bounds import BOUNDS, Bound, Bounded
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast
from tests.support.member import took

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
FULL = "Failed to load resource|WebSocket connection|Failed to fetch|htmx:ws:error|net::ERR"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One idea each."""
    monkeypatch.setitem(BOUNDS, Bounded.IDEAS, Bound(1, lifted=5))


async def test_what_is_too_much_stays_and_the_coordinator_gives_room(cast: Cast, device: New, small: None) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    phone, desk = await device(ben), await device(ada, width=1366, height=768)
    phone.expects = desk.expects = FULL
    room, table = await phone.go(ben.room), await desk.go(f"{ada.room}/desk")
    assert took(await ben.propose("Den første"))
    await expect(table.locator("#wishes")).to_be_hidden()
    await room.locator("#write-title").fill("Ro om aftenen")
    await room.locator("#write-text").fill("Sluk lyset kl. 22")
    await room.get_by_role("button", name="Send idé").click()
    await expect(room.locator("#write-note")).to_contain_text("står her endnu")
    await expect(room.locator("#write-title")).to_have_value("Ro om aftenen")
    await expect(room.locator("#write-text")).to_have_value("Sluk lyset kl. 22")
    await expect(table.locator("#wishes")).to_contain_text("flere end 1 idéer")
    await table.get_by_role("button", name="Lad hver sende 5 idéer").click()
    await expect(table.locator("#wishes")).to_be_hidden()
    await room.get_by_role("button", name="Send idé").click()
    await expect(room.locator("#mine article")).to_have_count(2)
    await expect(room.locator("#write-title")).to_have_value("")


async def test_what_was_written_offline_and_is_too_much_is_kept_on_the_phone(
    cast: Cast, device: New, small: None
) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    phone = await device(ben)
    phone.expects = FULL
    page = await phone.go(ben.room)
    await phone.context.set_offline(True)
    for title in ("Den første", "Den anden"):
        await page.locator("#write-title").fill(title)
        await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#unsent article")).to_have_count(2)
    await phone.context.set_offline(False)
    await expect(page.locator("#unsent article")).to_have_count(1)
    await expect(page.locator("#unsent article")).to_contain_text("Den anden")
    await expect(page.locator("#unsent article")).to_contain_text("spurgt koordinatoren")
    await expect(page.locator("#mine article")).to_have_count(1)
    await page.reload()
    await expect(page.locator("#unsent article")).to_contain_text("Den anden")
    assert took(await ada.post(f"{ada.room}/room-for-more", {"of": "ideas"}))
    await page.locator("#unsent [data-again]").click()
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine article")).to_have_count(2)
    await expect(page.locator("#unsent")).to_be_hidden()
