"""Wall, desk and phone of each step in one picture: docs/pictures/steps/, for docs/design.md (make screens ARGS=steps).

Each as somebody meets it: the first view of a phone at 360 x 740, a desk at 1366 x 768, a projector at 1920 x 1080.
"""

import asyncio
import base64
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from schemas.format import ALL_PHASES, Phase
from server.checkout import CHECKOUT
from server.core import clock
from tests.browser.chromium import Device, chromium
from tests.browser.screens import found
from tests.browser.tour import IDEAS, Tour
from tests.platform.running import Running
from tests.support.member import Member, Staff, took
from tests.support.site import free_port

OUT = CHECKOUT / "docs/pictures/steps"
SIZES = {"wall": (1920, 1080), "desk": (1366, 768), "phone": (360, 740)}
PAGE = """<!doctype html><meta charset=utf-8><style>
body{margin:0;padding:16px;width:1568px;background:#8f8a80;display:grid;grid-template:auto auto/1fr 336px;gap:16px}
img{display:block;width:100%%;border-radius:4px}
.wall{grid-column:1/3;width:1100px;justify-self:center}.desk{align-self:start}
</style><img class=wall src=%(wall)s><img class=desk src=%(desk)s><img class=phone src=%(phone)s>"""


async def take(name: str, devices: dict[str, Device], easel: Device, ada: Staff, room: str) -> None:
    """One picture of the three screens, when all of them show what the room has come to."""
    newest = (await ada.page(f"{room}/desk")).select("//body")[0].get("data-at")
    seen = {}
    for device in devices.values():
        await device.page.wait_for_function("at => document.body.dataset.at === at", arg=newest)
    for screen, device in devices.items():
        picture = await device.page.screenshot(type="png", animations="disabled")
        seen[screen] = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    await easel.page.set_content(PAGE % seen)
    await easel.page.screenshot(path=OUT / f"{name}.jpg", type="jpeg", quality=72, full_page=True)


async def lobby(tour: Tour, devices: dict[str, Device], easel: Device) -> None:
    """A meeting of its own, that three have come to and nobody has begun."""
    ada = tour.ada
    board = str((await ada.page("/boards")).select("//a[contains(@href, '/progress')]")[0].get("href", ""))
    form = (await ada.page(f"{board.removesuffix('/progress')}/meetings/new")).form("/meetings")
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    answer = await ada.submit(form, {"title": "Peerboard i december", "day": day, "time": "16:30"})
    room = f"/m/{parse_qs(urlsplit(answer.headers['location']).query)['made'][0]}"
    assert took(await ada.post(f"{room}/door", {"open": 1}))
    page = await ada.page(f"{room}/desk")
    wall = str(page.select("//a[contains(@href, '/screen/')]")[0].get("href", ""))
    link = str((await ada.page(f"{room}/invitations")).select("//*[contains(text(), '/j/')]")[0].text or "")
    members = [Member(tour.url) for _ in range(3)]
    for member, name in zip(members, ("Birthe", "Amina", "Kurt"), strict=True):
        await member.join(urlsplit(link.strip()).path.rsplit("/", 1)[1], "patient", name)
    await devices["phone"].cookies_of(members[0].cookie)
    for screen, path in (("wall", wall), ("desk", f"{room}/desk"), ("phone", room)):
        await devices[screen].go(path)
    await take("0-lobby", devices, easel, ada, room)
    for member in members:
        await member.close()


async def walk(running: Running) -> None:
    """Lead a meeting of six through every step."""
    said, url = running.said, running.url
    async with chromium() as browser:
        screen, join = (urlsplit(found(said, name)).path.rsplit("/", 1)[1] for name in ("Projector", "Join"))
        ada = await Staff(url).sign_in(found(said, "Coordinator"))
        tour = Tour(browser, url, ada, join, screen)
        await tour.people()
        ada.meeting = tour.members[0].meeting
        easel = await Device.new(browser, url, width=1600, height=900)
        before = {name: await Device.new(browser, url, width=w, height=h) for name, (w, h) in SIZES.items()}
        await before["desk"].cookies_of(ada.cookie)
        await lobby(tour, before, easel)
        for device in before.values():
            await device.close()
        phone, desk, wall = await tour.open()
        devices = {"wall": wall, "desk": desk, "phone": phone}
        for name, (width, height) in SIZES.items():
            await devices[name].page.set_viewport_size({"width": width, "height": height})
        for number, phase in enumerate(ALL_PHASES, 1):
            await tour.enter(phase)
            if phase is Phase.PROPOSE:
                await tour.propose(list(IDEAS))
            await tour.act(phase)
            await take(f"{number}-{phase}", devices, easel, ada, ada.room)
            if phase is Phase.VOTE:
                await tour.vote()
        assert took(await ada.post(f"{ada.room}/end"))
        for device in (phone, wall):
            await device.page.wait_for_selector("[data-phase=over]")
        await desk.page.wait_for_selector("#after:not([hidden])")
        await take("10-over", devices, easel, ada, ada.room)
        await easel.close()
        await tour.close()


def main() -> None:
    """Start, walk, stop."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder) / "data", free_port())
        try:
            asyncio.run(walk(running))
        except Exception:
            print((Path(folder) / "data/server.log").read_text("utf-8")[-6000:], file=sys.stderr)
            raise
        finally:
            running.end()
    print(f"Pictures are in {OUT}.")


if __name__ == "__main__":
    main()
