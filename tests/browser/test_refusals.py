"""Whatever is answered to something that was sent, by us, a proxy or a Wi-Fi: a right sentence, and no word lost."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.test_offline import LINE_IS_AWAY, write
from tests.support.cast import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
FOREIGN = (
    "<html><head><title>502</title></head><body><main id='room'><h1 class='error'>Bad gateway</h1></main></body></html>"
)
"""A page such as proxies make; ours must not take it for its own."""
LONG, MUCH = (
    "Teksten er for lang: 4.001 tegn. Der er plads til 4.000.",
    "Det er for meget på én gang. Gør teksten kortere.",
)
BUSY = "Det går lidt hurtigt. Vent et øjeblik, og prøv igen."
AWAY = "Vi kan ikke svare lige nu. Det, du skrev, står her endnu. Prøv igen om lidt."
NO_LINE, STALE = "Der er ingen forbindelse.", "Siden er blevet for gammel. Hent den igen, og prøv så igen."
REFUSED = {413: MUCH, 415: STALE, 400: STALE, 403: STALE, 405: STALE}
LOST = {
    429: BUSY,
    502: AWAY,
    503: AWAY,
    504: AWAY,
    500: AWAY,
    408: AWAY,
    0: NO_LINE,
    200: "Det lykkedes ikke. Prøv igen.",
}
"""What is sent again; 0 is a line that breaks, 200 the page of a Wi-Fi that wants a click first."""


COUNTED = """
const send = fetch; window.sent = 0;
fetch = (where, how = where) => { sent += how.method === 'POST'; return send(where, how === where ? undefined : how); };
"""
"""How often the page posts anything. Where its socket is slow to come it polls as well, which nobody forbade."""
RETRY_AFTER = 30
"""Seconds; less than the silence after which a page takes its line for lost and begins anew."""


def answering(status: int) -> Callable[[Route], object]:
    """Answers what is posted as something between us and the phone does."""

    async def answer(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
        elif status:
            headers = {"Retry-After": str(RETRY_AFTER), "Content-Type": "text/html"}
            await route.fulfill(status=status, headers=headers, body=FOREIGN)
        else:
            await route.abort()

    return answer


async def phone_of(cast: Cast, device: New) -> tuple[Device, Page]:
    """Ben's phone in the room."""
    ben = await cast.ben()
    phone = await device(ben)
    phone.expects = LINE_IS_AWAY
    return phone, await phone.go(ben.room)


async def test_what_is_too_long_is_called_so_and_stays(cast: Cast, device: New) -> None:
    _, page = await phone_of(cast, device)
    await write(page, "Ro om aftenen", "å" * 70_000)
    await expect(page.locator("#notice")).to_have_text("Det er for langt. Gør teksten kortere, og send igen.")
    assert len(await page.locator("#write-text").input_value()) == 70_000
    await expect(page.locator("#unsent")).to_be_hidden()
    await page.reload()
    assert len(await page.locator("#write-text").input_value()) == 70_000


async def test_what_is_refused_stays_in_its_field_with_a_sentence(cast: Cast, device: New) -> None:
    """Whatever refuses it, on one page after another: nothing of the last time is left to be taken for an answer."""
    _, page = await phone_of(cast, device)
    for status, sentence in REFUSED.items():
        await page.reload()
        await page.route("**/ideas", answering(status))
        await write(page, "Ro om aftenen", "Sluk lyset")
        await expect(page.locator("#notice"), str(status)).to_have_text(sentence)
        await expect(page.locator("#write-title")).to_have_value("Ro om aftenen")
        await write(page, "Ro om aftenen", "x" * 4001)
        await expect(page.locator("#notice"), str(status)).to_have_text(LONG if status == 413 else sentence)
        await expect(page.locator("body")).not_to_contain_text("Bad gateway")
        await page.unroute_all()


async def test_what_did_not_arrive_is_kept_and_said(cast: Cast, device: New) -> None:
    """New words wait in a card, an edit in its field; an act without words is to be tried again. Then the line is well,
    and all has arrived; and so with the next thing that goes wrong."""
    _, page = await phone_of(cast, device)
    await write(page, "Kaffe til alle")
    own, known = page.locator("#mine article", has_text="Kaffe til alle"), 1
    await expect(page.locator("#mine article")).to_have_count(known)
    for status, sentence in LOST.items():
        edited, new = f"Kaffe til alle ved {status}", f"Ro om aftenen ved {status}"
        await page.route(lambda url: "/ideas" in url or url.endswith("/done"), answering(status))
        await page.get_by_role("button", name="færdig").click()
        await expect(page.locator("#notice"), str(status)).to_contain_text(sentence)
        await page.locator("#mine-fold > summary").click()
        await own.locator("summary", has_text="Ret").click()
        field = own.locator("form[data-draft=edit] input[name=title]")
        await field.fill(edited)
        await field.press("Enter")
        await expect(own.locator("form[data-draft=edit].has-draft:not([aria-busy])"), str(status)).to_have_count(1)
        await expect(field).to_have_value(edited)
        await write(page, new)
        await expect(page.locator("#unsent article"), str(status)).to_contain_text(new)
        await expect(page.locator("body")).not_to_contain_text("Bad gateway")
        await page.unroute_all()
        await page.reload()
        known += 1
        await expect(page.locator("#mine article"), str(status)).to_have_count(known)
        await expect(page.locator("#mine")).to_contain_text(new)
        await expect(page.locator("#mine")).to_contain_text(edited)


@pytest.mark.parametrize("status", [429, 503])
async def test_who_asks_us_to_wait_is_not_asked_again_before(cast: Cast, device: New, status: int) -> None:
    phone, page = await phone_of(cast, device)
    await page.clock.install()
    await phone.context.add_init_script(COUNTED)
    await page.reload()
    await page.clock.pause_at(await page.evaluate("Date.now() + 60000"))
    await page.route("**/ideas", answering(status))
    await write(page, "Ro om aftenen")
    await expect(page.locator("#unsent article")).to_contain_text("Ro om aftenen")
    before = await page.evaluate("sent")
    await page.clock.fast_forward((RETRY_AFTER - 1) * 1000)
    assert await page.evaluate("sent") == before
    await page.unroute_all()
    await page.clock.fast_forward(2000)
    await expect(page.locator("#mine article")).to_have_count(1)
