"""A phone whose own clock is wrong shows the same as all others: what counts down is corrected by the server's time."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import PATIENCE, Device
from tests.browser.conftest import New
from tests.browser.test_lines import FAILED, NoUpgrades
from tests.support.cast import Cast
from tests.support.proxy import upstream_tcp
from tests.support.site import Site

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
NINE_MINUTES = 9 * 60_000
WRONG_CLOCK = """(() => {
  const Right = Date;
  window.wrong = %d;
  window.Date = class extends Right {
    constructor(...told) { super(...(told.length ? told : [Right.now() + window.wrong])); }
    static now() { return Right.now() + window.wrong; }
  };
})();"""
FIVE_MINUTES = re.compile(r"^0[45]:\d\d$")
"""What is left of five minutes when a test comes to look; nine minutes off, it would be something else."""
BACK = "dispatchEvent(new Event('online'))"


async def phone_with(device: New, who: object, wrong: int, **options: object) -> Device:
    """A phone whose clock is `wrong` milliseconds ahead."""
    phone = await device(who, **options)
    phone.expects = FAILED
    await phone.context.add_init_script(WRONG_CLOCK % wrong)
    return phone


async def start(cast: Cast) -> None:
    """The coordinator gives the phase five minutes."""
    ada = await cast.ada()
    await ada.post(f"{ada.room}/timer", {"do": "start", "minutes": 5})


@pytest.mark.parametrize("wrong", [NINE_MINUTES, -NINE_MINUTES])
async def test_all_show_the_same_whatever_their_own_clock_says(cast: Cast, device: New, wrong: int) -> None:
    ben = await cast.ben()
    early, late = await phone_with(device, ben, wrong), await phone_with(device, ben, wrong)
    wall = await phone_with(device, None, wrong, width=1920, height=1080)
    await early.go(ben.room)
    await wall.go(f"/screen/{cast.meeting.screen_token}")
    await start(cast)
    await late.go(ben.room)
    for page in (early.page, late.page, wall.page):
        await expect(page.locator("#timer [data-clock]")).to_have_text(FIVE_MINUTES)


async def put_wrong(page: Page, wrong: int) -> None:
    """The clock is set while the page is open; what the timer shows afterwards is by the new one."""
    await page.evaluate("by => { window.wrong = by; document.querySelector('[data-clock]').textContent = ''; }", wrong)


async def test_a_clock_that_is_put_right_while_the_page_sleeps_does_not_matter(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    phone = await phone_with(device, ben, 0)
    await start(cast)
    page = await phone.go(ben.room)
    await expect(page.locator("#timer [data-clock]")).to_have_text(FIVE_MINUTES)
    await put_wrong(page, NINE_MINUTES)
    await page.evaluate(BACK)
    await expect(page.locator("#timer [data-clock]")).to_have_text(FIVE_MINUTES)


async def test_each_poll_says_the_time_where_sockets_are_refused(cast: Cast, site: Site, device: New) -> None:
    proxy = NoUpgrades(upstream_tcp(site.port))
    await proxy.start()
    ben, rie = await cast.ben(), await cast.rie()
    phone = await phone_with(device, ben, 0, base=f"http://127.0.0.1:{proxy.port}")
    await start(cast)
    page = await phone.go(ben.room)
    await rie.propose("Kaffe til alle")
    await expect(page.locator("#count")).to_contain_text("1 idé")
    await put_wrong(page, -NINE_MINUTES)
    await rie.propose("Ro om aftenen")
    await expect(page.locator("#count")).to_contain_text("2 idéer")
    await expect(page.locator("#timer [data-clock]")).to_have_text(FIVE_MINUTES)
    await phone.context.close()
    await proxy.stop()


AWAKE = """(() => {
  const lock = { released: false };
  let hidden = false;
  window.asked = 0;
  const request = async () => {
    window.asked += 1;
    if (%s) throw new DOMException('no', 'NotAllowedError');
    lock.released = false;
    return lock;
  };
  Object.defineProperty(navigator, 'wakeLock', { value: %s ? undefined : { request } });
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  window.show = (seen) => {
    hidden = !seen;
    lock.released ||= hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  };
})();"""


@pytest.mark.parametrize(("refused", "missing"), [("false", "false"), ("true", "false"), ("false", "true")])
async def test_the_wall_asks_to_stay_awake_each_time_it_is_seen(
    cast: Cast, device: New, refused: str, missing: str
) -> None:
    wall = await device(width=1920, height=1080)
    await wall.context.add_init_script(AWAKE % (refused, missing))
    page = await wall.go(f"/screen/{cast.meeting.screen_token}")
    asked = 0 if missing == "true" else 1
    await page.wait_for_function("times => window.asked === times", arg=asked)
    await page.evaluate("show(false)")
    await page.evaluate("show(true)")
    await page.wait_for_function("times => window.asked === times", arg=2 * asked)
