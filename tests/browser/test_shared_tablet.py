"""A tablet that goes from hand to hand, in a real browser: the words of the one before stay with them."""

import pytest
from playwright.async_api import expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
KEPT = "Object.entries(localStorage).filter(([key]) => /^(draft|unsent):/.test(key)).map(([, value]) => value).join()"


async def test_the_draft_of_the_one_before_goes_when_another_has_a_seat(cast: Cast, device: New) -> None:
    tablet = await device()
    tablet.expects = "status of 422"
    page = await tablet.go(f"/j/{cast.meeting.join_token}")
    await page.get_by_label("Patient").check()
    await page.get_by_text("Skriv dit navn").click()
    await page.get_by_label("Mit navn").fill("Anna")
    await page.get_by_role("button", name="Gå med i mødet").click()
    await expect(page.locator("#return-code")).to_be_visible()
    assert "way=" not in page.url, "how one came in does not stay in the address"
    await page.get_by_label("Idéen med få ord").fill("Annas halve idé")
    await expect(page.locator("#write, form[data-draft]").first).to_be_visible()
    assert "Annas halve" in await page.evaluate(KEPT)

    await tablet.go(f"/j/{cast.meeting.join_token}")
    await expect(page.locator("#occupant")).to_contain_text("Denne skærm er allerede med som Anna.")
    await page.get_by_label("Pårørende").check()
    await page.get_by_text("Skriv dit navn").click()
    await page.get_by_label("Mit navn").fill("Koordinator")
    await page.get_by_role("button", name="Gå med som en anden").click()
    await expect(page.get_by_label("Mit navn")).to_have_value("Koordinator")
    assert "Annas halve" in await page.evaluate(KEPT), "nobody has taken her place yet"
    await page.get_by_role("button", name="Gå videre som Anna").click()
    await expect(page.get_by_label("Idéen med få ord")).to_have_value("Annas halve idé")

    await tablet.go(f"/j/{cast.meeting.join_token}")
    await page.get_by_label("Pårørende").check()
    await page.get_by_text("Skriv dit navn").click()
    await page.get_by_label("Mit navn").fill("Bo")
    await page.get_by_role("button", name="Gå med som en anden").click()
    await expect(page.locator("#return-code")).to_be_visible()
    await expect(page.get_by_label("Idéen med få ord")).to_have_value("")
    assert "Annas halve" not in await page.evaluate(KEPT)


async def test_what_was_opened_with_the_code_is_not_found_by_going_back(cast: Cast, device: New) -> None:
    """As a page that is fetched again, and as one that the browser has kept."""
    ben = await cast.ben()
    code = (await ben.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    tablet = await device()
    await tablet.cookies_of(ben.cookie)
    page = await tablet.go(f"/b/{cast.board.public_id}/mine")
    await page.get_by_role("link", name="Mine oplysninger").click()
    for closed in ("Luk mine oplysninger", ""):
        await page.get_by_label("Returkode").fill(code)
        await page.get_by_role("button", name="Vis mine oplysninger").click()
        await expect(page.get_by_role("heading", name="Din plads")).to_be_visible()
        async with page.expect_download() as fetched:
            await page.get_by_role("link", name="Hent det som en fil").click()
        assert (await fetched.value).suggested_filename == "mine-oplysninger.json"
        if closed:
            await page.get_by_role("button", name=closed).click()
            await expect(page.get_by_role("heading", name="Min idé")).to_be_visible()
            await page.go_back()
        else:
            await page.context.clear_cookies(name="mine_opened")
            await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        await expect(page.get_by_label("Returkode")).to_be_visible()
        await expect(page.get_by_text("Din plads")).to_have_count(0)
