"""Paper: sheets, cards and slips fit on A4, and a scribe gets through an evening on a tablet."""

import re

import pytest

from schemas.codes import grouped
from server.meeting.invitations.commands import SLIPS_MOST
from tests.browser.chromium import Device
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.browser.tour import TEXT_4000, TITLE_300
from tests.room.paper.writing import scribe, slips
from tests.room.votes.voting import open_vote, round_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

pytestmark = pytest.mark.browser


async def sheets(device: Device) -> int:
    """How many pages the page as it is takes on paper, each of them A4."""
    pdf = await device.page.pdf(prefer_css_page_size=True, print_background=False)
    assert re.findall(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "not A4"
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


CUT = """where => [...document.querySelectorAll(where)].filter(e =>
  e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 80))"""
"""Boxes whose words do not fit in them."""


async def test_a_sheet_of_codes_prints_eight_on_a_page(cast: Cast, device: New) -> None:
    query = "UPDATE meeting SET place = $2 WHERE id = $1"
    await rows(cast.database.url, query, cast.meeting.id, "Patienthotellets store sal, indgang 7, 2. etage")
    desk = await device(await cast.ada(), width=1440, height=900)
    for wanted, pages in ((8, 1), (9, 2), (SLIPS_MOST, 8)):
        page = await desk.go(f"/m/{cast.meeting.public_id}/invitations")
        await page.fill("#f-slips-patient", str(wanted - 1))
        await page.fill("#f-slips-any", "1")
        await page.click("#on-sheet .button")
        await page.wait_for_selector(".slips")
        assert await page.locator(".slip").count() == wanted
        if pages == 2:  # two sheets of slips that are all alike: more of them are judged no differently
            assert not await axe_faults(page)
        assert await sheets(desk) == pages
        await page.emulate_media(media="print")
        assert not await page.evaluate(CUT, ".slip")
        assert await page.locator("h1").is_visible() is False
        await page.emulate_media(media="null")


@pytest.mark.parametrize(
    ("title", "place"), [("Møde", ""), ("Et langt møde om alting " * 8, "Mødelokale 2, indgang 7, " * 8)]
)
async def test_the_sheet_for_the_door_is_one_page(title: str, place: str, cast: Cast, device: New) -> None:
    query = "UPDATE meeting SET title = $2, place = $3 WHERE id = $1"
    await rows(cast.database.url, query, cast.meeting.id, title[:200], place[:200])
    desk = await device(await cast.ada(), width=1440, height=900)
    page = await desk.go(f"/m/{cast.meeting.public_id}/invitations")
    await page.get_by_role("link", name="Plakat til døren og bordet").click()
    await page.wait_for_url("**/poster")
    assert await sheets(desk) == 1
    await page.emulate_media(media="print")
    assert not await page.evaluate(CUT, ".way-in, .way-in header, .way-in-how")
    assert await page.locator("h1").is_visible() is False
    code = page.locator(".way-in-code")
    assert await code.inner_text() == grouped(cast.meeting.code)
    assert await code.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 72, "54 pt: 2 cm high"
    wide = await page.locator(".way-in-qr").evaluate("e => e.getBoundingClientRect().width")
    assert wide >= 287, "7.6 cm: read from 76 cm, and from 90 where title and place are short"


async def test_help_is_printed_on_one_sheet_and_the_coordinators_on_two(device: New) -> None:
    desk = await device(width=1440, height=900)
    for path, most in (("medlem", 1), ("leder", 1), ("koordinator", 2), ("sager", 1)):
        for language in ("da", "en"):
            page = await desk.go(f"/hjaelp/{path}?lang={language}")
            assert await page.evaluate("[...document.images].every(e => e.complete && e.naturalWidth > 0)")
            assert await sheets(desk) == most, (path, language)


@pytest.mark.parametrize("per", [4, 8])
async def test_cards_fit_however_long_the_title_is(per: int, cast: Cast, device: New) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    titles = ["Ro", TITLE_300, "W" * 300, *(f"Idé nummer {number}" for number in range(6))]
    for title in titles:
        assert took(await ben.propose(title, TEXT_4000[:4000]))
    assert took(await ada.phase("reveal"))
    desk = await device(ada, width=1440, height=900)
    page = await desk.go(f"/m/{cast.meeting.public_id}/paper/cards?per={per}")
    assert await page.locator(".paper-card").count() == len(titles)
    assert await sheets(desk) == -(-len(titles) // per)
    await page.emulate_media(media="print")
    assert not await page.evaluate(CUT, ".paper-card")
    assert not await page.evaluate(OUTSIDE), "a title that is not on its card"
    clipped = await page.evaluate(CUT, ".paper-text")
    assert len(clipped) <= 1, "only where the title is 300 wide letters"


OUTSIDE = """() => [...document.querySelectorAll('.paper-card h2')].filter(e =>
  e.getBoundingClientRect().bottom > e.parentElement.getBoundingClientRect().bottom).map(e => e.textContent)"""


async def test_an_empty_slip_is_one_page_for_a_dozen_ideas(cast: Cast, device: New) -> None:
    await open_vote(cast, 12)
    desk = await device(await cast.ada(), width=1440, height=900)
    page = await desk.go(f"/m/{cast.meeting.public_id}/paper/slips")
    assert await page.locator(".ballot-lines tbody tr").count() == 12
    assert await sheets(desk) == 1
    assert "Skriv ikke dit navn." in await page.inner_text(".paper-ballot")


@pytest.mark.slow
async def test_a_scribe_gets_through_an_evening_on_a_tablet(cast: Cast, device: New) -> None:
    """By keyboard alone: ideas while they are written, slips while there is a vote, each emptied for the next."""
    finn, ada = await scribe(cast), await cast.ada()
    tablet = await device(finn, width=768, height=1024)
    page = await tablet.go(finn.room)
    await page.click("#scribe a")
    await page.wait_for_url("**/paper")
    assert not await axe_faults(page)
    for number, role in enumerate(("relative", "patient")):
        await page.check(f"input[name=role][value={role}] >> nth=0")
        await page.fill("#paper-title", f"Fra bordet {number}")
        await page.fill("#paper-text", "Som hun sagde det")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/paper?idea*")
        await page.wait_for_function("n => document.querySelectorAll('#own article').length === n", arg=number + 1)
        assert await page.input_value("#paper-title") == ""
    assert took(await (await cast.ben()).propose("Fra Ben"))
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    ideas = [row[0] for row in await rows(cast.database.url, NUMBERED, cast.meeting.id)]
    await page.reload()
    assert not await axe_faults(page)
    for number in (1, 2, 3):
        await page.locator("#slip-role").focus()
        await page.keyboard.press("Space")
        for typed in ("3", "", "2"):
            await page.keyboard.press("Tab")
            if typed:
                await page.keyboard.type(typed)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**slip={number}*")
        assert f"nr. {number} er gemt" in await page.inner_text("#saved")
        assert f"nr. {number + 1}" in await page.inner_text("#slip .button.wide")
        assert await page.evaluate("[...document.querySelectorAll('.slip-lines input')].every(e => e.value === '')")
    assert await slips(cast) == [("patient", {ideas[0]: 3, ideas[2]: 2})] * 3
    tablet.page.on("dialog", lambda _: None)
    await page.evaluate("document.querySelectorAll('#slips form')[1].submit()")
    await page.wait_for_function("document.querySelectorAll('#slips li').length === 2")
    assert "nr. 2" in await page.inner_text("#slip .button.wide")
    assert not await axe_faults(page)
    assert took(await ada.phase("result"))
    assert (await round_of(cast))["on_paper"] == 2


NUMBERED = "SELECT public_id FROM idea WHERE meeting_id = $1 ORDER BY number"


async def test_the_pages_work_without_scripts(cast: Cast, device: New) -> None:
    finn, ada = await scribe(cast), await cast.ada()
    tablet = await device(finn, width=768, height=1024, java_script_enabled=False)
    page = await tablet.go(f"{finn.room}/paper")
    await page.check("input[name=role][value=citizen] >> nth=0")
    await page.fill("#paper-title", "Uden scripts")
    await page.click(".stack > .button.wide")
    assert "Uden scripts" in await page.inner_text("#own")
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    await tablet.go(f"{finn.room}/paper")
    await page.check("#slip-role")
    await page.fill(".slip-lines input", "2")
    await page.click("#slip .button.wide")
    assert "nr. 1 er gemt" in await page.inner_text("#saved")
    desk = await device(ada, width=768, height=1024, java_script_enabled=False)
    page = await desk.go(f"/m/{cast.meeting.public_id}/invitations")
    await page.fill("#f-list", "ny@home.test")
    await page.click("#by-mail .button")
    assert "1 mail er på vej." in await page.inner_text("main")
