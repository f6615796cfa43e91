"""A phone of 360 x 740, and one of 320 with the largest text, through all nine steps: each step comes into view by
itself, with its one button at the thumb, and nothing says what is no longer so."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from schemas.format import ALL_PHASES, Phase
from server.web.labels_of_meetings import PHASES, QUESTIONS
from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300
from tests.support.cast import Cast
from tests.support.member import Member, Staff, took

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
SIXTY = [
    ("Samarbejdsaftaleforhandlinger og medicinbestillingssystemet", TEXT_4000.strip()[:4000]),
    (TITLE_300.strip(), TEXT_4000.strip()[:4000]),
    *((f"{title} ({n})", text) for n in range(9) for title, text in IDEAS),
][:60]
BUTTONS = {
    Phase.PROPOSE: "Send idé",
    Phase.GROUP: "Jeg er færdig",
    Phase.DISCUSS: "Jeg vil gerne sige noget",
    Phase.VOTE: "Jeg er færdig",
    Phase.AGREE: "Jeg vil gerne sige noget",
    Phase.CLOSE: "Gem mit svar",
}
"""The one wide button of each step; in the others there is only something to read."""
FIRST: dict[Phase, tuple[str, ...]] = {
    Phase.PROPOSE: ("#write-title", "#send-idea"),
    Phase.VOTE: (".rule", "#ballot article:first-child .stepper", "#left", "#done button"),
    Phase.CLOSE: ("#heard-choice", "#send-heard"),
}
"""What else is in the first view."""
BOXES = """selectors => {
  const bar = document.querySelector('#step-bar').getBoundingClientRect(), thumb = document.querySelector('#thumb');
  const low = thumb.checkVisibility() ? thumb.getBoundingClientRect().top : innerHeight;
  const out = selectors.filter(selector => {
    const e = document.querySelector(selector), box = e?.getBoundingClientRect();
    const end = e?.closest('#thumb') ? innerHeight : low;
    return !(box && box.height > 0 && box.top >= bar.bottom - 1 && box.bottom <= end + 1);
  });
  return {out, top: bar.top, high: bar.height, wide: document.documentElement.scrollWidth};
}"""
"""Which of the elements lie outside what is seen between the two bars; and where the upper bar is."""
SIZES = """() => {
  const seen = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
  const sizes = selector => seen(selector).map(e => parseFloat(getComputedStyle(e).fontSize));
  const areas = selector => seen(selector).map(e => e.offsetWidth * e.offsetHeight);
  return {text: sizes('body')[0], h3: sizes('#main h3'), h2: sizes('#main h2'), main: sizes('#bar .button.wide'),
    area: areas('#bar .button.wide'), others: areas('#main .button, #bar .button:not(.wide)')};
}"""


async def entered(page: Page, ada: Staff, phase: Phase) -> None:
    """Scroll to the end, lead the meeting on, and wait until the page is there."""
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert took(await ada.phase(phase))
    await expect(page.locator(f"#room[data-phase={phase}]")).to_be_attached()


async def looks_right(page: Page, phase: Phase, *, exact: bool) -> None:
    """What holds in every step: the heading in view, under the bar that says the step, and its button at the thumb."""
    await expect(page.locator("#question")).to_have_text(QUESTIONS[phase])
    await expect(page.locator("#where .where-name")).to_have_text(PHASES[phase])
    button = BUTTONS.get(phase)
    if button:
        await expect(page.locator("#bar .button.wide").locator("visible=true")).to_have_text(button)
    else:
        await expect(page.locator("#thumb")).to_be_hidden()
    first = ["#question", *(FIRST.get(phase, ()) if exact else ())]
    await page.wait_for_function(f"first => !({BOXES})(first).out.length", arg=first)  # what is fetched comes after it
    found: dict[str, Any] = await page.evaluate(BOXES, first)
    assert not found["out"], f"{phase}: not in view: {found}"
    assert found["top"] >= 0, f"{phase}: {found}"
    assert found["wide"] <= page.viewport_size["width"], f"{phase}: it scrolls sideways"  # type: ignore[index]
    if exact:
        assert found["high"] <= 56, f"{phase}: {found}"
    await expect(page.locator("#mine article").locator("visible=true")).to_have_count(0)


async def test_every_step_leads_there_and_fits_in_the_first_view(cast: Cast, device: New) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    others = [await cast.member(name) for name in ("Ib", "Kaj", "Lis", "Mia")]
    for number, (title, text) in enumerate(SIXTY):
        assert took(await [ben, rie, *others][number % 6].propose(title, text))
    phone, small = await device(ben, width=360, height=740), await device(rie, width=320, height=740)
    for one, who in ((phone, ben), (small, rie)):
        await one.go(who.room)
        await expect(one.page.locator("#mine-fold > summary")).to_have_text("Mine idéer (10)")
    await small.page.evaluate("document.documentElement.dataset.size = '3'")
    await small.page.set_viewport_size({"width": 320, "height": 640})
    found = await small.page.evaluate(BOXES, ["#question", "#write-title"])
    assert not found["out"], found
    await small.page.set_viewport_size({"width": 320, "height": 740})
    page = phone.page
    assert took(await ada.timer("start", 30))
    # As one comes in: everything at once, without a script having moved anything.
    found = await page.evaluate(BOXES, ["#question", "#write-title", "#send-idea"])
    assert not found["out"], found
    for phase in ALL_PHASES:
        await entered(page, ada, phase)
        if phase is Phase.DISCUSS:
            await _talk_of_the_longest(ada)
        await looks_right(page, phase, exact=True)
        if phase is not Phase.DISCUSS:
            await expect(page.locator("#question")).to_be_focused()
        await expect(small.page.locator(f"#room[data-phase={phase}]")).to_be_attached()
        await looks_right(small.page, phase, exact=False)
        sizes = await small.page.evaluate(SIZES)
        assert min(sizes["h2"]) > max(sizes["h3"], default=0), f"{phase}: {sizes}"
        assert min([*sizes["h3"], *sizes["main"]], default=99) > sizes["text"], f"{phase}: {sizes}"
        assert max(sizes["others"], default=0) <= min(sizes["area"], default=1e9), f"{phase}: {sizes}"
        assert not await axe_faults(page), phase
        if phase is Phase.VOTE:
            for member in (ben, rie, *others):
                await _votes(member)
    await page.locator("#heard-choice-field").get_by_text("Ja", exact=True).click()
    await page.get_by_role("button", name="Gem mit svar").click()
    await expect(page.locator("#heard-note")).to_be_visible()
    await page.locator("#heard-choice-field").get_by_text("Nej", exact=True).click()
    await expect(page.locator("#heard-note")).to_be_hidden()
    await page.get_by_role("button", name="Gem mit svar").click()
    await expect(page.locator("#heard-note")).to_be_visible()
    assert took(await ada.post(f"{ada.room}/end"))
    await expect(page.locator("#room[data-phase=over]")).to_be_attached()
    await expect(page.locator("#thumb")).to_be_hidden()
    await expect(page.locator("#thanks")).to_be_focused()
    assert not (await page.evaluate(BOXES, ["#thanks"]))["out"], "the thanks are the first that is read"


async def _talk_of_the_longest(ada: Staff) -> None:
    options = (await ada.desk()).select("//select[@id='focus-idea']/option[contains(., 'En fast kontaktperson, som')]")
    assert took(await ada.post(f"{ada.room}/focus", {"about": options[0].get("value", "")}))


async def _votes(member: Member) -> None:
    page = await member.look()
    ideas = [name[5:] for name, _ in page.form("#ballot").form_values() if name.startswith("dots-")]
    assert took(await member.vote({ideas[0]: 3, ideas[1]: 2}, page=page))


async def test_who_is_writing_is_left_alone_and_led_there_by_the_thumb(cast: Cast, device: New) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    phone = await device(ben, width=360, height=740)
    page = await phone.go(ben.room)
    news, note = page.locator("#news"), page.locator("#write-note")

    # Thanks end as one writes on, and an error as its field is emptied.
    await _send(page, "Ro om aftenen")
    await expect(note).to_contain_text("Tak. Din idé er gemt.")
    await page.locator("#write-title").type("K")
    await expect(note).to_be_empty()
    await page.locator("#write-title").fill("Ring til 010190-1234")
    phone.expects = "422"
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#write-title-error")).to_be_visible()
    await page.locator("#write-title").fill("")
    await expect(page.locator("#write .error, #write .notice.wrong")).to_have_count(0)
    assert await page.locator("#write-title").get_attribute("aria-invalid") is None
    await _send(page, "Kaffe til alle")
    await expect(note).to_contain_text("Tak.")
    await phone.context.set_offline(True)
    await expect(note).to_be_empty()
    await page.locator("#write-title").fill("Te til alle")
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#unsent")).to_be_visible()
    await expect(note).to_be_empty()
    await phone.context.set_offline(False)
    await expect(page.locator("#mine-fold > summary")).to_have_text("Mine idéer (3)")

    # Half a sentence: nothing moves, and the bar at the thumb says where the room is.
    await page.locator("#write-text").fill("Døre og vogne")
    await page.locator("#write-text").evaluate("box => box.setSelectionRange(4, 4)")
    assert took(await ada.phase(Phase.REVEAL))
    await expect(news.get_by_role("link")).to_have_text("Nu: Vis")
    await expect(page.locator("#write-text")).to_be_focused()
    assert await page.locator("#write-text").evaluate("box => box.selectionStart") == 4
    assert took(await ada.phase(Phase.GROUP))
    await expect(news.get_by_role("link")).to_have_text("Nu: Saml")
    await expect(page.locator("#bar")).to_be_hidden()
    await news.get_by_role("link").click()
    await expect(page.locator("#question")).to_be_focused()
    assert not (await page.evaluate(BOXES, ["#question"]))["out"]
    await expect(news).to_be_hidden()
    await expect(page.locator("#write-text")).to_have_value("Døre og vogne")
    await page.locator("#write-title").fill("Ro")
    await page.locator("#write").get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine-fold > summary")).to_have_text("Mine idéer (4)")

    # Asked whether one is sure: never under a dialog.
    await page.locator("#mine-fold > summary").click()
    await page.get_by_role("button", name="Træk idéen tilbage").first.click()
    await expect(page.locator("#confirm")).to_be_visible()
    before = await page.evaluate("scrollY")
    assert took(await ada.phase(Phase.DISCUSS))
    await expect(news.get_by_role("link")).to_have_text("Nu: Tal sammen")
    await expect(page.locator("#confirm")).to_be_visible()
    assert await page.evaluate("scrollY") == before
    await page.keyboard.press("Escape")
    await news.get_by_role("link").click()
    await expect(page.locator("#question")).to_be_focused()
    await expect(page.locator("#bar")).to_contain_text(re.compile("Ingen venter"))


async def _send(page: Page, title: str) -> None:
    await page.locator("#write-title").fill(title)
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#write-note")).to_contain_text("Tak. Din idé er gemt.")


async def test_joining_takes_two_taps_on_the_first_view(cast: Cast, device: New) -> None:
    phone: Device = await device(width=360, height=740)
    page = await phone.go(f"/j/{cast.meeting.join_token}")
    low = "document.querySelector('.bottom-bar').getBoundingClientRect().top"
    last = "Math.max(...[...document.querySelectorAll('#join .choice')].map(e => e.getBoundingClientRect().bottom))"
    assert await page.evaluate(last) <= await page.evaluate(low), "every role is above the button"
    await expect(page.get_by_label("Mit navn")).to_be_hidden()
    await page.get_by_label("Patient", exact=True).check()
    await page.get_by_role("button", name="Gå med i mødet").click()
    await expect(page.locator("#return-code")).to_be_attached()
