"""What is written while the line is away is shown as not sent, kept on the device, and sent once, in its order (R9)."""

import json
import urllib.parse
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, Request, Route, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
LINE_IS_AWAY = "Failed to load resource|WebSocket connection|Failed to fetch|htmx:ws:error|net::ERR"
COMMENT = """action => {
  const made = document.createRange().createContextualFragment(`<form id="say" method="post" action="${action}"
    data-draft="new" hx-post="${action}"><input type="hidden" name="key" value="">
    <input type="hidden" name="title" value="En kommentar">
    <textarea name="text"></textarea><p data-unsent hidden>Ikke sendt endnu.</p><button>Sig det</button></form>`);
  document.querySelector('#main').append(made);
  htmx.process(document.querySelector('#say'));
}"""
"""Any form of the kind that keeps drafts, as the one for comments is."""


async def write(page: Page, title: str, text: str = "") -> None:
    """Write an idea and send it."""
    await page.locator("#write-title").fill(title)
    await page.locator("#write-text").fill(text)
    await page.get_by_role("button", name="Send idé").click()


async def titles(page: Page) -> list[str]:
    """The ideas that the server has of this person, oldest first."""
    return [text.strip() for text in await page.locator("#mine article h3").all_text_contents()]


def posts(page: Page) -> list[dict[str, str]]:
    """What forms of the page send from now on."""
    sent: list[dict[str, str]] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(dict(urllib.parse.parse_qsl(request.post_data or "", keep_blank_values=True)))

    page.on("request", note)
    return sent


async def test_several_written_offline_are_each_sent_once_and_in_order(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    await page.evaluate(COMMENT, f"{ben.room}/ideas")
    await phone.context.set_offline(True)
    await write(page, "Ro om aftenen", "Sluk lyset kl. 22")
    await expect(page.locator("#unsent")).to_contain_text("Ro om aftenen")
    await expect(page.locator("#write-title")).to_have_value("")
    await write(page, "Kaffe til alle")
    await page.locator("#say textarea").fill("Det vil jeg også gerne.")
    await page.get_by_role("button", name="Sig det").click()
    cards = page.locator("#unsent article")
    await expect(cards).to_have_count(3)
    await expect(cards.nth(0)).to_contain_text("ikke sendt endnu")
    await expect(page.locator("#announce")).to_contain_text("Ikke sendt endnu")
    sent = posts(page)
    await phone.context.set_offline(False)
    await expect(page.locator("#unsent")).to_be_hidden()
    await expect(page.locator("#mine article")).to_have_count(3)
    assert await titles(page) == ["Ro om aftenen", "Kaffe til alle", "En kommentar"]
    assert len({each["key"] for each in sent}) == 3
    assert [each["title"] for each in sent] == ["Ro om aftenen", "Kaffe til alle", "En kommentar"]
    assert not [key for key in await page.evaluate("Object.keys(localStorage)") if key.startswith(("unsent", "draft"))]


async def refuse_posts(context: BrowserContext) -> None:
    """Pages can be fetched, but what is posted does not arrive."""

    async def lose(route: Route) -> None:
        await (route.abort() if route.request.method == "POST" else route.continue_())

    await context.route("**/ideas", lose)


async def test_what_is_not_sent_survives_reload_and_a_new_start_of_the_browser(
    cast: Cast, device: New, tmp_path: Path
) -> None:
    ben = await cast.ben()
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    await refuse_posts(phone.context)
    await write(page, "Ro om aftenen")
    await expect(page.locator("#unsent article")).to_have_count(1)
    await write(page, "Kaffe til alle")
    await page.locator("#write-title").fill("Halvt skrev")
    await page.reload()
    await expect(page.locator("#unsent article")).to_have_count(2)
    await expect(page.locator("#write-title")).to_have_value("Halvt skrev")

    # The phone is switched off: only what the device keeps is there afterwards.
    kept = tmp_path / "phone.json"
    await phone.context.storage_state(path=kept)
    await phone.context.close()
    again = await device(storage_state=json.loads(kept.read_text("utf-8")))
    again.expects = LINE_IS_AWAY
    sent = posts(again.page)
    page = await again.go(ben.room)
    await expect(page.locator("#mine article")).to_have_count(2)
    assert await titles(page) == ["Ro om aftenen", "Kaffe til alle"]
    await expect(page.locator("#unsent")).to_be_hidden()
    await expect(page.locator("#write-title")).to_have_value("Halvt skrev")
    assert len(sent) == 2


async def test_an_answer_that_is_lost_does_not_make_two_ideas(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    sent = posts(page)

    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await (route.abort() if len(sent) == 1 else route.continue_())

    await page.route("**/ideas", lose_the_answer)
    await write(page, "Ro om aftenen")
    await expect(page.locator("#unsent article")).to_have_count(1)
    await page.reload()
    await expect(page.locator("#unsent")).to_be_hidden()
    await expect(page.locator("#mine article")).to_have_count(1)
    assert len(sent) == 2
    assert sent[0]["key"] == sent[1]["key"] != ""


async def test_what_the_server_refuses_later_says_why_and_can_be_put_right(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY + "|422"
    page = await phone.go(ben.room)
    await phone.context.set_offline(True)
    await write(page, "Ring til mig på 29 12 34 56")
    await write(page, "Kaffe til alle")
    await phone.context.set_offline(False)
    await expect(page.locator("#mine article")).to_have_count(1)
    card = page.locator("#unsent article")
    await expect(card).to_have_count(1)
    await expect(card).to_contain_text("kunne ikke sendes")
    await expect(card).to_contain_text("telefonnummer")
    await card.get_by_role("button", name="Ret og send igen").click()
    field = page.locator("#write-title")
    await expect(field).to_have_value("Ring til mig på 29 12 34 56")
    await field.fill("Ring til mig")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine article")).to_have_count(2)
    await expect(page.locator("#unsent")).to_be_hidden()


async def test_a_ballot_without_a_line_says_that_it_is_not_saved(cast: Cast, device: New) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await ben.propose("Ro om aftenen")
    await ada.phase("reveal")
    await ada.phase("vote")
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    await phone.context.set_offline(True)
    await page.locator("#ballot [data-step='1']").first.click()
    await expect(page.locator("#ballot-note")).to_have_text("Ikke gemt endnu. Vi prøver igen.")
    await phone.context.set_offline(False)
    await expect(page.locator("#ballot-note")).to_have_text("Gemt.")


async def test_leaving_and_a_new_seat_clear_what_was_not_sent(cast: Cast, device: New) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    await refuse_posts(phone.context)
    await write(page, "Bens idé")
    await expect(page.locator("#unsent article")).to_have_count(1)
    await phone.context.clear_cookies()
    await phone.cookies_of(rie.cookie)
    await phone.go(rie.room)
    await expect(page.locator("#unsent")).to_be_hidden()
    assert "Bens" not in json.dumps(await page.evaluate("({...localStorage})"))
    await write(page, "Ries idé")
    await expect(page.locator("#unsent article")).to_have_count(1)
    await page.get_by_text("Returkode og forlad mødet").click()
    await page.get_by_role("button", name="Forlad mødet").click()
    await page.locator("#confirm [value=yes]").click()
    await page.wait_for_url("**/?left")
    assert await page.evaluate("Object.keys(localStorage)") == []


async def test_what_is_asked_about_once_the_line_is_back_waits_for_an_answer(cast: Cast, device: New) -> None:
    """Words that look like somebody's own case are kept with the question, also over a reload; nothing else waits for
    them, and sent anyway they are one idea."""
    ben = await cast.ben()
    phone = await device(ben, width=360, height=740)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    await phone.context.set_offline(True)
    await write(page, "Medicin", "Min mor fik forkert medicin den 3. maj på afsnit 204.")
    await write(page, "Kaffe til alle")
    await expect(page.locator("#unsent article")).to_have_count(2)
    sent = posts(page)
    await phone.context.set_offline(False)
    await expect(page.locator("#mine article")).to_have_count(1)
    card = page.locator("#unsent article")
    await expect(card).to_contain_text("Det ligner en sag om dig selv.")
    await page.reload()
    await expect(card).to_contain_text("ikke sendt endnu")
    assert await axe_faults(page) == []
    await card.get_by_role("button", name="Send alligevel").click()
    await expect(page.locator("#mine article")).to_have_count(2)
    await expect(page.locator("#unsent")).to_be_hidden()
    assert await titles(page) == ["Kaffe til alle", "Medicin"]
    assert len({each["key"] for each in sent if each["title"] == "Medicin"}) == 1
