"""Pictures of every page and phase: starts the product with its example, and fills the folder screens/ (make screens).

.venv/bin/python -m tests.browser.screens [WORD …]     only the pages whose name has one of the words
"""

import asyncio
import itertools
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from server.checkout import CHECKOUT
from tests.browser.chromium import Device, chromium
from tests.browser.tour import IDEAS, TEXT_4000, TITLE_300, Tour
from tests.platform.running import Running
from tests.support.member import Member, Staff, took
from tests.support.site import free_port

OUT = CHECKOUT / "screens"
WALL = 1920
SIZES = {360: (780, 300, 5), 768: (780, 500, 3), 1366: (768, 762, 4), 1440: (1080, 762, 4), WALL: (1080, 506, 12)}
"""By the width of a page: its height, how wide a picture of it is on a sheet, and how many stand on one."""
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
TALL = 2600
"""Pictures are cut after so many pixels; what is longer is more of the same."""
STYLE = "body{margin:8px;display:flex;flex-wrap:wrap;gap:8px;align-items:start;background:#888;font:14px sans-serif}\
figure{margin:0}img{width:%spx;max-height:1000px;object-fit:cover;object-position:top;display:block}"


class Camera:
    """Takes a page at every width, light and dark, and puts the pictures side by side at the end."""

    def __init__(self, only: list[str]) -> None:
        self.only = only
        self.taken: list[str] = []

    async def take(self, name: str, device: Device) -> None:
        """All pictures of one page as it is now."""
        if self.only and not any(word in name for word in self.only):
            return
        wall = name.startswith("screen") or "-screen" in name
        widths = [width for width in SIZES if (width == WALL) is wall]
        for width, theme in itertools.product(widths, THEMES):
            await device.page.set_viewport_size({"width": width, "height": SIZES[width][0]})
            await device.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            told: dict[str, Any] = {"animations": "disabled"}
            if not wall and "room-vote" not in name:  # there the bar at the bottom is to be seen where it stays
                tall = await device.page.evaluate("document.documentElement.scrollHeight")
                told |= {"full_page": True, "clip": {"x": 0, "y": 0, "width": width, "height": min(tall, TALL)}}
            await device.page.screenshot(path=OUT / f"{name}-{width}-{theme}.png", **told)
        await device.page.emulate_media(color_scheme="light")
        self.taken.append(name)

    async def sheets(self, device: Device) -> None:
        """Pictures of pictures, side by side, for each width and theme; each of a size that one can look at."""
        await device.page.set_viewport_size({"width": 1560, "height": 900})
        for width, theme in itertools.product(SIZES, THEMES):
            names = [name for name in self.taken if (OUT / f"{name}-{width}-{theme}.png").exists()]
            _, shown, each = SIZES[width]
            for number, first in enumerate(range(0, len(names), each), 1):
                figures = "".join(
                    f'<figure>{name}<img src="{name}-{width}-{theme}.png"></figure>'
                    for name in names[first : first + each]
                )
                page = OUT / f"sheet-{width}-{theme}-{number}.html"
                style = STYLE.replace("%s", str(shown))
                page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{figures}", "utf-8")
                await device.page.goto(page.as_uri())
                await device.page.screenshot(path=page.with_suffix(".png"), full_page=True)
                page.unlink()


def found(said: str, name: str) -> str:
    """The link that the start printed under a name."""
    match = re.search(rf"^\s*{name}\s+(\S+)$", said, re.MULTILINE)
    assert match, said
    return match.group(1)


async def walk(running: Running, camera: Camera) -> None:
    """Everything once: without ideas, with a few, with many and long ones."""
    said, url = running.said, running.url
    async with chromium() as browser:
        screen, join = (urlsplit(found(said, name)).path.rsplit("/", 1)[1] for name in ("Projector", "Join"))
        ada = await Staff(url).sign_in(found(said, "Coordinator"))
        tour = Tour(browser, url, ada, join, screen)
        async for name, device in tour.before():
            await camera.take(name, device)
        await tour.people()
        ada.meeting = tour.members[0].meeting
        phone, desk, projector = await tour.open()
        three = (("room", phone), ("desk", desk), ("screen", projector))
        for phase in ("since_last", "propose", "reveal", "group", "discuss", "result", "agree", "close"):
            await tour.enter(phase)
            for name, device in three:
                await camera.take(f"none-{name}-{phase}", device)
        await tour.enter("propose")
        await tour.propose(list(IDEAS))
        await ada.timer("start", 5)
        async for name, device in tour.phases():
            await camera.take(name, device)
        await tour.enter("propose")
        await tour.propose(
            [
                (TITLE_300, TEXT_4000.strip()[:4000]),
                *((f"{title} ({n})", text) for n in range(8) for title, text in IDEAS),
            ][:53]
        )
        async for name, device in tour.phases("many-"):
            await camera.take(name, device)
        await others(tour, camera, running)
        assert took(await ada.post(f"{ada.room}/end"))
        for name, device in three:
            await device.page.wait_for_selector("[data-phase=over], #after:not([hidden])", state="attached")
            await camera.take(f"{name}-over", device)
        await camera.sheets(await tour.device())
        for device in tour.devices:
            device.faults.clear()
        await tour.close()


async def others(tour: Tour, camera: Camera, running: Running) -> None:
    """The pages around a meeting, and what a member sees when the line is lost, or the seat."""
    newcomer = Member(tour.url)
    page = await (await newcomer.join(tour.join, "patient", "Ib")).land()
    assert page.find("return-code") is not None
    leo = await Staff(tour.url).sign_in(found(running.said, "Leader"))
    boards = (await leo.page("/boards")).select(
        "//a[contains(@href, '/progress')]/@href | //a[contains(@href, '/progress')]"
    )
    idea = (await tour.members[0].look()).select("//article[starts-with(@id, 'mine-')]")[0].get("id", "")
    phone, screen = await tour.device(), await tour.device(1440)
    await phone.cookies_of(newcomer.cookie)
    await screen.cookies_of(leo.cookie)
    story, mail = f"/ideas/{idea[5:]}", urlsplit(found(running.said, r"Mail \(demo\)")).path
    paths = {
        "answers": (screen, "/answers"),
        "story": (phone, story),
        "story-leader": (screen, story),
        "mail": (screen, mail),
    }
    if boards:
        paths["progress"] = (screen, boards[0].get("href", ""))
    for name, (device, path) in paths.items():
        await device.go(path)
        await camera.take(name, device)
    desk = await tour.device(1440)
    await desk.cookies_of(tour.ada.cookie)
    for name, path in await set_up(tour):
        await desk.go(path)
        await camera.take(name, desk)
    desk.faults.clear()
    await phone.go(newcomer.room)
    await phone.context.set_offline(True)
    await phone.page.evaluate("document.querySelector('#lost').hidden = false")
    await camera.take("room-lost", phone)
    await phone.context.set_offline(False)
    await phone.go(newcomer.room)
    answer = await tour.ada.remove(await phone.page.evaluate("document.body.dataset.seat"))
    assert took(answer), answer.text
    await phone.page.wait_for_selector("#ended:not([hidden])")
    await camera.take("room-removed", phone)
    for device in (phone, screen):
        device.faults.clear()
    await leo.close()
    await newcomer.close()


async def set_up(tour: Tour) -> list[tuple[str, str]]:
    """The coordinator's pages around a meeting, by name and path."""
    page, room = await tour.ada.page("/boards"), tour.ada.room
    board = "/b/" + str(page.select("//a[contains(@href, '/progress')]")[0].get("href", "")).split("/")[2]
    seat = (await tour.members[1].look()).at("seat")
    units = "//a[starts-with(@href, '/units/') and @href != '/units/new']"
    unit = str((await tour.ada.page("/units")).select(units)[-1].get("href", ""))
    return [
        *(("board", board), ("meeting-new", f"{board}/meetings/new"), ("meeting-setup", f"{room}/setup")),
        *(
            ("invitations", f"{room}/invitations"),
            ("members", f"{board}/members"),
            ("asking", f"{room}/members"),
            ("way-in", f"{room}/invitations/poster"),
            ("seat", f"/seats/{seat}"),
            ("several", f"{room}/seats?minutes=60"),
            ("paper", f"{room}/paper"),
        ),
        *(
            ("cards", f"{room}/paper/cards"),
            ("slips", f"{room}/paper/slips"),
            ("units", "/units"),
            ("people", "/people"),
        ),
        *(
            ("unit", unit),
            ("deputy", f"{unit}/deputy"),
            ("colours", f"{unit}/colours"),
            ("account", "/account"),
            ("was", "/was"),
            ("privacy", "/privatliv"),
        ),
        *(("help", "/hjaelp"), ("help-coordinator", "/hjaelp/koordinator")),
    ]


def main() -> None:
    """Start, walk, stop."""
    if not sys.argv[1:]:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder) / "data", free_port())
        try:
            asyncio.run(walk(running, Camera(sys.argv[1:])))
        except Exception:
            print((Path(folder) / "data/server.log").read_text("utf-8")[-6000:], file=sys.stderr)
            raise
        finally:
            running.end()
    print(f"Pictures are in {OUT}; begin with the sheet-*.png.")


if __name__ == "__main__":
    main()
