"""The pages of an idea that leaves the house: read by axe, wide and narrow, light and dark, in both languages."""

import os
from pathlib import Path

import pytest

from schemas.flow import Status
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import put, sent
from tests.work.referrals.scene import NO, SOON, a_unit, ask, letters_to, referrals, signed_in, work

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("PICTURES", "")


@pytest.mark.slow
async def test_every_page_of_a_referral_is_read_by_everybody(cast: Cast, site: Site, device: New) -> None:
    await a_unit(cast, "Psykiatrien", "Mie Lund")
    idea, leo, cleo = await sent(cast), await cast.leo(), await cast.cleo()
    wrong: dict[str, list[str]] = {}

    async def look(name: str, who: object, path: str) -> None:
        desk = await device(who)
        for width, theme in ((360, "dark"), (1440, "light")):
            await desk.page.set_viewport_size({"width": width, "height": 900})
            await desk.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await desk.go(f"{path}{'&' if '?' in path else '?'}lang={'en' if width == 360 and not PICTURES else 'da'}")
            if PICTURES:
                await desk.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
            wrong[f"{name} {width}"] = await axe_faults(desk.page)
            across = await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert across <= 0, f"{name} is {across} px too wide at {width}"

    await look("form", leo, f"/ideas/{idea}/referral")
    desk = await device(leo, width=360, height=800)
    page = await desk.go(f"/ideas/{idea}/referral")
    await page.fill("#unit", "Psykiatrien")
    await page.fill("#text", "Kan lyset slukkes hos jer også?")
    await page.get_by_role("button", name="Vis, hvad de får at se").click()
    await page.locator("#shown").wait_for()
    wrong["shown"] = await axe_faults(page)
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / "shown-360.png", full_page=True)
    assert took(await ask(leo, idea, "Psykiatrien", text="Kan lyset slukkes hos jer også?"))
    mie, at = await signed_in(cast, "Mie Lund"), (await referrals(cast, idea))[0]["public_id"]
    await look("inbox", mie, "/answers")
    await look("asked", mie, f"/referrals/{at}")
    await look("heard", await cast.ada(), f"/referrals/{at}")
    await look("story", await cast.ada(), f"/ideas/{idea}")
    assert took(await (await cast.ada()).post(f"/referrals/{at}/withdrawal", {}))
    await put(cast, idea, Status.PRIORITISED)
    assert took(await ask(await cast.ada(), idea, "Kommunen", body_mail="bus@kommune.test", reply_by=SOON))
    await work(cast, site)
    link = "/r/" + (await letters_to(cast, "bus@kommune.test"))[0].split("/r/")[1].split()[0]
    await look("link", cleo, link)
    assert took(await cleo.post(f"{link}/answer", NO | {"name": "Kim Bus"}))
    await look("told", await cast.ada(), f"/ideas/{idea}")
    assert not {name: found for name, found in wrong.items() if found}
