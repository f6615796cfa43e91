"""The pictures on the pages of help, taken of the product itself, in each language: make screens ARGS=help

They are kept in web/static/help/, so look at them before you commit them. They show what the example shows, whatever
the pages look like today: nothing here clicks, and what is done is done through the forms.
"""

import asyncio
import base64
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser

from server.core.translations import LANGUAGES
from server.organisation.help.pictures import FOLDER, PICTURES, SIZE_MOST, file_of
from tests.browser.chromium import Device, chromium
from tests.browser.screens import found
from tests.browser.tour import IDEAS, Tour
from tests.platform.running import Running
from tests.support.member import Member, Staff, took
from tests.support.site import free_port

LOCALES = {"da": "da-DK", "en": "en-GB"}
WRITTEN = {
    "da": IDEAS,
    "en": (
        ("Quiet in the corridor after 10 pm", "Doors and trolleys wake us. Put felt under the trolleys."),
        ("Write on the door when the round comes", "I wait all morning and dare not go out."),
        ("One person to ask, in the holidays too", "When my contact is away, I have to start all over again."),
        ("A place to be alone with one's family", ""),
        ("Paper to take home, in plain language", "I do not understand the letter I was sent home with."),
        ("Coffee when relatives come", "It says: you are welcome."),
        ("Call when the medicine is changed", ""),
    ),
}
HOST = "peerboard.example.org"
"""Instead of this machine's address, in letters."""
NAMED = """named => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) words.currentNode.data = words.currentNode.data.replaceAll(location.host, named);
}"""


class Camera:
    """Takes the pictures of one language."""

    def __init__(self, browser: Browser, url: str, language: str) -> None:
        self.browser, self.url, self.language = browser, url, language

    async def take(self, name: str, path: str, who: Member | None = None, *, of: str = "", fill: str = "") -> None:
        """The screen at `path` as `who` sees it, or what begins at the element `of`. `fill` is typed into its title."""
        size = PICTURES[name]
        device = await Device.new(
            self.browser, self.url, width=size.width, height=size.height, locale=LOCALES[self.language]
        )
        if who is not None:
            await device.cookies_of(who.cookie)
        page = await device.go(f"{path}{'&' if '?' in path else '?'}lang={self.language}")
        await page.wait_for_load_state("networkidle")
        if fill:
            await page.fill("[name=title]", fill)
            await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        await page.evaluate(NAMED, HOST)
        corner = {"x": 0, "y": 0}
        if of:
            await page.set_viewport_size({"width": size.width + 100, "height": size.height})
            corner = await page.locator(of).evaluate(
                "e => ({x: e.getBoundingClientRect().x + scrollX, y: e.getBoundingClientRect().y + scrollY})"
            )
        clip = corner | {"width": size.width, "height": size.height, "scale": size.scale}
        client = await device.context.new_cdp_session(page)
        for quality in (82, 70, 58, 46, 34):
            told: dict[str, Any] = {"format": "webp", "quality": quality, "clip": clip}
            told["captureBeyondViewport"] = bool(of)
            data = base64.b64decode((await client.send("Page.captureScreenshot", told))["data"])
            if len(data) <= SIZE_MOST:
                break
        assert len(data) <= SIZE_MOST, f"{name}: {len(data)} bytes"
        (FOLDER / file_of(name, self.language)).write_bytes(data)
        print(f"{file_of(name, self.language)}: {len(data) // 1000} kB at {quality} %")
        await device.close()


async def walk(running: Running, language: str) -> None:
    """An evening, as far as there are pictures of it."""
    said, url = running.said, running.url
    screen, join = (urlsplit(found(said, name)).path.rsplit("/", 1)[1] for name in ("Projector", "Join"))
    ada, leo = await Staff(url).sign_in(found(said, "Coordinator")), await Staff(url).sign_in(found(said, "Leader"))
    async with chromium() as browser:
        camera = Camera(browser, url, language)
        tour = Tour(browser, url, ada, join, screen, LOCALES[language])
        await tour.people()
        ada.meeting = tour.members[0].meeting
        ideas = list(WRITTEN[language])
        await tour.enter("propose")
        await tour.propose(ideas[1:])
        for member in tour.members[1:4]:
            assert took(await member.done())
        await camera.take("write", tour.members[0].room, tour.members[0], fill=ideas[0][0])
        assert took(await tour.members[0].propose(*ideas[0]))
        await camera.take("wall", f"/screen/{screen}")
        await camera.take("poster", f"{ada.room}/invitations/poster", ada, of="#way-in")
        for phase in ("reveal", "vote"):
            await tour.enter(phase)
        await tour.vote()
        await camera.take("vote", tour.members[0].room, tour.members[0])
        await camera.take("desk", f"{ada.room}/desk", ada)
        letter = str((await leo.page("/answers")).select("//a[starts-with(@href, '/answers/')]")[0].get("href"))
        await camera.take("answer", letter, leo)
        board = str((await ada.page("/boards")).select("//a[contains(@href, '/progress')]")[0].get("href"))
        await camera.take("after", board, ada)
        await tour.close()
    await ada.close()
    await leo.close()


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            running = Running(Path(folder) / "data", free_port())
            try:
                asyncio.run(walk(running, language))
            finally:
                running.end()
    print(f"Pictures are in {FOLDER}; look at them before you commit them.")


if __name__ == "__main__":
    main()
