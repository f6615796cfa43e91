"""The coordinator's desk on a small screen with a full room: what is needed in each step is there without scrolling."""

from collections.abc import Sequence

import pytest
from playwright.async_api import Page, expect

from schemas.format import ALL_PHASES, Phase
from schemas.roles import Role
from tests.browser.as_read import WIDE
from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
OUT_OF_SIGHT = """wanted => wanted.filter(selector => {
  const all = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
  return !all.length || all.some(element => {
    const box = element.getBoundingClientRect();
    if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) return true;
    return [[box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]].some(([x, y]) => {
      const seen = document.elementFromPoint(x, y);
      return !seen || !(element.contains(seen) || seen.contains(element));
    });
  });
})"""
"""Which of these are not on the screen, or are covered by something."""
ALWAYS = ("#where", "#next button", "#timer", "#clock button")
OWN: dict[Phase, tuple[str, ...]] = {
    Phase.SINCE_LAST: (),
    Phase.PROPOSE: ("#doing", "#reveal-one"),
    Phase.REVEAL: ("#reveal-next", "#reveal-rest"),
    Phase.GROUP: ("#doing", "#tools > .alike .button", "#apart .movable:first-child .handle"),
    Phase.DISCUSS: ("#focus-after .button", "#focus-fold summary", "#note-write textarea", "#note-write .button"),
    Phase.VOTE: ("#doing", "#step-start"),
    Phase.RESULT: ("#step-start", "#vote-again"),
    Phase.AGREE: ("#tools .agreement :is(input:not([type=hidden]), select, .button)",),
    Phase.CLOSE: ("#end .button",),
}
"""The controls of a step's own; with several of a kind, each of them."""
AROUND = ("#here", "#door .button")


async def gathered(cast: Cast) -> list[Member]:
    """A meeting in its lobby with people of one kind, so that the hint about who is missing is as long as it gets."""
    await cast.bo()
    members = await cast.guests_join(6, Role.PROFESSIONAL)
    lobby = "UPDATE meeting SET in_lobby = true, phase = 'since_last' WHERE id = $1"
    await rows(cast.database.url, lobby, cast.meeting.id)
    return members


async def fill(members: Sequence[Member]) -> None:
    """Sixty ideas: the longest first, and some that are much alike."""
    ideas = [
        (TITLE_300, TEXT_4000.strip()[:4000]),
        *((f"{title} ({n})", text) for n in range(9) for title, text in IDEAS),
    ]
    for number, (title, text) in enumerate(ideas[:60]):
        assert took(await members[number % len(members)].propose(title, text))


async def vote(members: Sequence[Member]) -> None:
    """Everybody votes for the first three and one more."""
    for number, member in enumerate(members):
        page = await member.look()
        ideas = [name[5:] for name, _ in page.form("#ballot").form_values() if name.startswith("dots-")]
        assert took(await member.vote({ideas[2]: 2, ideas[1]: 2, ideas[number % 2]: 1}, page=page))


async def seen(page: Page, *wanted: str) -> None:
    """AssertionError unless all of them are on the screen as it is."""
    missing = await page.evaluate(OUT_OF_SIGHT, [*ALWAYS, *wanted])
    assert not missing, (await page.locator("#where").inner_text(), missing)


async def look_at(desk: Device, phase: Phase) -> None:
    """The first view of a step: everything is there. At the page's end the row of controls still is."""
    page = desk.page
    await expect(page.locator("#room")).to_have_attribute("data-phase", phase)
    assert await page.evaluate("scrollY") == 0, f"{phase} does not begin at the top"
    assert not await page.evaluate(WIDE), phase
    await page.locator("#clock-start .button").click()
    await expect(page.locator("#timer [data-clock]")).to_be_visible()
    await seen(page, *OWN[phase], *AROUND)
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await seen(page, *(("#reveal-next",) if phase is Phase.REVEAL else ()))


async def test_each_step_can_be_led_without_scrolling(cast: Cast, device: New) -> None:
    members, ada = await gathered(cast), await cast.ada()
    desk = await device(ada, width=1366, height=768)
    page = await desk.go(f"{ada.room}/desk")
    await expect(page.locator("#where")).to_have_text("Velkommen")
    await expect(page.locator("#doing")).to_have_text("6 er kommet")
    await page.get_by_role("button", name="Begynd: Siden sidst").click()
    for phase, following in zip(ALL_PHASES, [*ALL_PHASES[1:], None], strict=True):
        if phase is Phase.PROPOSE:
            await fill(members)
            await expect(page.locator("#count")).to_contain_text("60 idéer")
        elif phase is Phase.DISCUSS:
            await page.locator("#focus-after .button").click()
            await expect(page.locator("#note-write textarea")).to_be_visible()
        elif phase is Phase.VOTE:
            await vote(members)
        await look_at(desk, phase)
        if phase is Phase.PROPOSE:
            await page.get_by_role("button", name="Vis dem én ad gangen").click()
            await expect(page.locator("#reveal-at-once")).to_be_visible()
        elif phase is Phase.AGREE:
            await agree(page)
        if following:
            await expect(page.locator("#next-step:not([aria-busy])")).to_have_count(1)  # it rests after the last step
            await page.locator("#next-step button").click()
            await expect(page.locator("#timer")).to_be_hidden()


async def agree(page: Page) -> None:
    """By keyboard, on the same page: the next idea is in hand, and the one before says that it is agreed."""
    await page.evaluate("window.same = true")
    first = await page.locator("#tools .agreement").get_attribute("id") or ""
    await page.get_by_label("Hvem tager idéen med til lederen?").fill("Ada Holm")
    await page.get_by_label("Første skridt").fill("Spørg køkkenet")
    await page.get_by_role("button", name="Gem aftalen", exact=True).press("Enter")
    await expect(page.locator(f"#{first}")).to_have_count(0)
    await expect(page.locator(f"#agree-{first.removeprefix('agreement-')}")).to_contain_text("Aftalt")
    await expect(page.locator("#tools .agreement")).to_have_count(1)
    await expect(page.locator("#in-hand h2")).to_be_focused()
    assert await page.evaluate("window.same"), "the page was drawn anew"


async def test_what_few_have_chosen_can_be_kept_with_every_hint_open(cast: Cast, device: New) -> None:
    """Too few for a secret vote, one kind of people, and more ideas than fit: the list scrolls, its button does not."""
    members, ada = await cast.guests_join(3, Role.PROFESSIONAL), await cast.ada()
    for number in range(12):
        assert took(await members[number % 3].propose(f"Idé som er nummer {number}"))
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    page = await (await device(ada, width=1366, height=768)).go(f"{ada.room}/desk")
    await page.locator("#lacking > summary").click()
    await expect(page.locator("#lacking > p")).to_be_visible()
    await expect(page.locator("#mark-save")).to_be_visible()
    assert not await page.evaluate(OUT_OF_SIGHT, ["#mark-save"])
