"""A dot that was moved while the line was away, when the vote closes: said with the result, and never sent later."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.test_offline import LINE_IS_AWAY, posts
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
MISSED = "Din sidste ændring nåede ikke med. Det, der var gemt før, gælder."
UNSAVED = {"da": "Ikke gemt endnu", "en": "Not saved yet"}
MISSED_IN_ENGLISH = "Your last change did not get in. What was saved before counts."
PERHAPS = "Vi ved ikke, om din sidste ændring nåede med."


async def voting(cast: Cast, device: New, language: str = "da") -> tuple[Staff, Device, Page]:
    """Ada's meeting while it votes, and the phone of Ben, who has given one dot."""
    ada, ben = await cast.ada(), Member(cast.url, language=language)
    cast.devices["Ben"] = await ben.join(cast.meeting.join_token, "patient", "Ben")
    await ben.propose("Ro om aftenen")
    await ada.phase("reveal")
    await ada.phase("vote")
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY + "|409"
    page = await phone.go(ben.room)
    await more(page)
    await expect(page.locator("#ballot-note.saved")).to_have_attribute("data-version", "1")
    return ada, phone, page


async def more(page: Page) -> None:
    """One dot more on the first idea."""
    await page.locator("#ballot [data-step='1']").first.click()


@pytest.mark.parametrize(
    ("language", "sentence"), [("da", MISSED), pytest.param("en", MISSED_IN_ENGLISH, marks=pytest.mark.slow)]
)
async def test_what_did_not_get_there_is_said_with_the_result_until_the_next_vote(
    cast: Cast, device: New, language: str, sentence: str
) -> None:
    ada, phone, page = await voting(cast, device, language)
    await phone.context.set_offline(True)
    await more(page)
    await expect(page.locator("#ballot-note")).to_contain_text(UNSAVED[language])
    await ada.phase("result")
    sent = posts(page)
    await phone.context.set_offline(False)
    await expect(page.locator("#ballot")).to_have_count(0)
    await expect(page.locator("#missed")).to_have_text(sentence)
    await expect(page.locator("#announce")).to_have_text(sentence)
    tried = len(sent)
    await page.reload()
    await expect(page.locator("#missed")).to_have_text(sentence)
    assert len(sent) == tried <= 1, "once the page knows that the vote is closed, nothing more is sent"
    await ada.phase("vote")
    await expect(page.locator("#ballot")).to_be_visible()
    await expect(page.locator("#missed")).to_be_hidden()
    await ada.phase("result")
    await expect(page.locator("#ballot")).to_have_count(0)
    await expect(page.locator("#missed")).to_be_hidden()


async def test_it_is_said_to_one_whose_page_was_gone_meanwhile(cast: Cast, device: New) -> None:
    ada, phone, page = await voting(cast, device)
    await phone.context.set_offline(True)
    await more(page)
    await expect(page.locator("#ballot-note")).to_contain_text("Ikke gemt endnu")
    await page.goto("about:blank")
    await ada.phase("result")
    await phone.context.set_offline(False)
    await page.go_back()
    await expect(page.locator("#missed")).to_have_text(MISSED)


async def test_what_came_back_while_the_vote_was_open_is_saved_and_nothing_is_said(cast: Cast, device: New) -> None:
    ada, phone, page = await voting(cast, device)
    await phone.context.set_offline(True)
    await more(page)
    await expect(page.locator("#ballot-note")).to_contain_text("Ikke gemt endnu")
    await phone.context.set_offline(False)
    await expect(page.locator("#ballot-note.saved")).to_have_attribute("data-version", "2")
    await ada.phase("result")
    await expect(page.locator("#ballot")).to_have_count(0)
    await expect(page.locator("#missed")).to_be_hidden()


async def test_where_nobody_knows_that_is_what_is_said(cast: Cast, device: New) -> None:
    """The line is whole, the post has gone, and its answer never comes."""
    ada, _, page = await voting(cast, device)
    await page.route("**/ballot", lambda route: route.abort())
    await more(page)
    await expect(page.locator("#ballot-note")).to_contain_text("Ikke gemt endnu")
    await ada.phase("result")
    await expect(page.locator("#missed")).to_have_text(PERHAPS)


@pytest.mark.parametrize("counted", [False, True])
async def test_what_is_on_its_way_when_the_vote_closes_is_judged_by_its_answer(
    cast: Cast, device: New, *, counted: bool
) -> None:
    ada, _, page = await voting(cast, device)

    async def close_meanwhile(route: Route) -> None:
        answer = await route.fetch() if counted else None
        await ada.phase("result")
        await expect(page.locator("#ballot")).to_have_count(0)
        await (route.fulfill(response=answer) if answer else route.continue_())

    await page.route("**/ballot", close_meanwhile)
    async with page.expect_response("**/ballot") as answered:
        await more(page)
    assert (await answered.value).status == (200 if counted else 409)
    if counted:
        await expect(page.locator("#missed")).to_be_hidden()
    else:
        await expect(page.locator("#missed")).to_have_text(MISSED)


ACTS = {"done": ("propose", "#done button"), "hand": ("discuss", "#hand button"), "heard": ("close", "#send-heard")}
"""Acts without words of one's own: the phase that has them, and what is pressed."""


@pytest.mark.parametrize("act", ACTS)
async def test_an_act_without_a_line_is_not_done_and_not_queued(cast: Cast, device: New, act: str) -> None:
    """It says so at once; what comes of it later is for the person to decide, in the phase that it is then."""
    ada, ben = await cast.ada(), await cast.ben()
    await ben.propose("Ro om aftenen")
    phase, button = ACTS[act]
    if phase != "propose":
        await ada.phase("reveal")
        await ada.phase(phase)
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    page = await phone.go(ben.room)
    await phone.context.set_offline(True)
    if act == "heard":
        await page.locator("#heard label").first.click()
    await page.locator(button).first.click()
    await expect(page.locator("#notice")).to_have_text("Der er ingen forbindelse. Prøv igen, når den er tilbage.")
    await ada.phase("result")
    sent = posts(page)
    await phone.context.set_offline(False)
    await expect(page.locator("#room")).to_have_attribute("data-phase", "result")
    await expect(page.locator("#unsent")).to_be_hidden()
    assert not sent


async def test_a_comment_that_comes_when_its_time_is_over_is_kept_with_the_reason(cast: Cast, device: New) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await ben.propose("Ro om aftenen")
    await ada.phase("reveal")
    await ada.phase("discuss")
    shown = await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id)
    assert took(await ada.post(f"{ada.room}/focus", {"about": shown[0]["public_id"]}))
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY + "|409|403|404"
    page = await phone.go(ben.room)
    await page.locator("#comment-write textarea").fill("Det kunne jeg bruge.")
    await phone.context.set_offline(True)
    await page.locator("#comment-write button").first.click()
    await expect(page.locator("#unsent article")).to_contain_text("Det kunne jeg bruge.")
    await ada.post(f"{ada.room}/end")
    await phone.context.set_offline(False)
    await expect(page.locator("#unsent article")).to_contain_text("kunne ikke sendes")
    await expect(page.locator("#unsent article [data-why]")).not_to_be_empty()
    await expect(page.locator("#unsent article")).to_contain_text("Det kunne jeg bruge.")
