"""A board's open page from its first coordinator to its last yes: who decides what goes out, and when it is gone."""

from typing import Any

import pytest

from server.core.change import changing_board
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.errors import Gone
from server.core.losses import LOST, Losses
from server.core.runtime import Runtime
from server.views.public.content import OpenBoard, load_open_board
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.support.site import Site

BEN, RIE = "Dørene smækker om natten", "Kaffe til dem, der sidder og venter i mange timer"


async def version(cast: Cast) -> int:
    found = await rows(cast.database.url, "SELECT version FROM publication WHERE board_id = $1", cast.board.id)
    return int(found[0][0])


async def content(cast: Cast) -> OpenBoard:
    slug = (await rows(cast.database.url, "SELECT slug FROM publication WHERE board_id = $1", cast.board.id))[0][0]
    async with cast.database.snapshot() as session:
        return await load_open_board(session, slug)


async def readable(cast: Cast) -> list[str]:
    """The titles that strangers read; "taken down" for a page that is not open."""
    try:
        return sorted(idea.words.title for idea in (await content(cast)).ideas)
    except Gone:
        return ["taken down"]


async def moved(cast: Cast, done: Any) -> int:
    """By how much the page's version goes up while somebody does something."""
    before = await version(cast)
    answer = await done
    assert took(answer), Page(answer.text).text[:600]
    return await version(cast) - before


class Asked:
    """What somebody sees of the question about an idea, and how they answer."""

    def __init__(self, cast: Cast, who: Member, idea: str) -> None:
        self.cast, self.who, self.idea = cast, who, idea

    async def page(self) -> Page:
        return await self.who.page(f"/b/{self.cast.board.public_id}/mine")

    async def answer(self, do: str) -> Any:
        return await self.who.submit((await self.page()).form("/open-words"), {"do": do})

    async def says(self) -> str:
        found = (await self.page()).find(f"open-{self.idea}")
        return "" if found is None else found.text_content()


@pytest.mark.long
async def test_from_the_first_yes_to_the_last(site: Site, cast: Cast, database: Database) -> None:
    ada, leo, ben, rie = await cast.ada(), await cast.leo(), await cast.ben(), await cast.rie()
    assert took(await ben.propose(BEN, "Sæt filt på"))
    assert took(await rie.propose(RIE))
    assert took(await ada.phase("reveal"))
    found = await rows(database.url, "SELECT title, public_id FROM idea WHERE board_id = $1", cast.board.id)
    ideas = {row["title"]: row["public_id"] for row in found}
    his, hers, page = ideas[BEN], ideas[RIE], f"/b/{cast.board.public_id}/open"
    asked = Asked(cast, ben, his)

    # Nobody is asked before there is a page, and it is a coordinator who makes it.
    assert await asked.says() == ""
    assert (await ben.post(f"/ideas/{his}/open-words", {"do": "yes"})).status_code == 409
    assert (await leo.page(page)).select("//form[contains(@action, '/open')]") == []
    wrong = await ada.post(page, {"text": "Velkommen", "list": "rn.dk\nikke en side"})
    assert wrong.status_code == 422
    assert "“ikke” er ikke en hjemmeside" in Page(wrong.text).text
    assert "Velkommen" in wrong.text
    assert took(await ada.submit((await ada.page(page)).form("/open"), {"text": "Velkommen", "list": "https://rn.dk/"}))
    assert await readable(cast) == ["taken down"]

    # A yes is the author's own: no other can give it, and once is as good as twice.
    assert "Må andre uden for peerboardet læse idéen med dine ord?" in await asked.says()
    for other in (ada, leo, rie):
        assert (await other.post(f"/ideas/{his}/open-words", {"do": "yes"})).status_code == 404
    assert await moved(cast, asked.answer("no")) == 0, "a no is like no answer"
    assert await moved(cast, asked.answer("yes")) == 1
    seen = dict((await asked.page()).form("/open-words").form_values())["seen"]
    assert await moved(cast, ben.post(f"/ideas/{his}/open-words", {"do": "yes", "seen": seen})) == 0
    assert "Du har sagt ja" in await asked.says()
    listed = (await ada.page(page)).text
    assert listed.count("Alle har sagt ja til ordene") == listed.count("Ordene må ud.") == 1
    assert listed.count("Er der intet ja, kan du fortælle idéen med dine egne.") == 1

    # She looks first, at just what everybody gets.
    look = await ada.page(f"/ideas/{his}/open")
    assert "Sæt filt på" in look.select("//section[contains(@class, 'open-look')]")[0].text_content()
    assert "Der var få med" in look.text
    assert took(await ada.submit(look.form(f"/ideas/{his}/open")))
    assert (await ada.post(f"/ideas/{hers}/open", {"seen": seen})).status_code == 409
    whole = await ada.page(f"{page}/look")
    assert BEN in whole.text
    assert took(await ada.submit(whole.form("/open/up")))
    assert await readable(cast) == [BEN]
    assert "Den kan læses af alle nu." in await asked.says()
    assert (await content(cast)).embedded_in == ("rn.dk",)

    # What has no yes is retold; words that are copied are asked about once, and nothing is stored before she looked.
    path = f"/ideas/{hers}/open/retelling"
    copy = {"title": "Kaffe på gangen", "text": f"Nogen sagde: {RIE}."}
    warned = await ada.post(path, copy)
    assert warned.status_code == 422
    assert "Den, der skrev dem, har ikke sagt ja" in Page(warned.text).text
    shown = Page((await ada.submit(Page(warned.text).form("/retelling"))).text)
    assert "Nogen sagde" in shown.text
    assert await readable(cast) == [BEN]
    assert await moved(cast, ada.post(path, {"title": "Kaffe på gangen", "text": "", "do": "up"})) == 1
    assert await readable(cast) == [BEN, "Kaffe på gangen"]

    # Other words need another yes, and another look.
    edit = {"version": 1, "title": "Dørene smækker", "text": "", "theme": "", "statement": ""}
    assert await moved(cast, ben.post(f"/ideas/{his}", edit)) == 1
    assert await readable(cast) == ["Kaffe på gangen"]
    assert "Dit ja gjaldt de gamle ord" in await asked.says()
    assert (await ben.post(f"/ideas/{his}/open-words", {"do": "yes", "seen": seen})).status_code == 409
    assert took(await asked.answer("yes"))
    assert await readable(cast) == ["Kaffe på gangen"]
    assert took(await ada.submit((await ada.page(f"/ideas/{his}/open")).form(f"/ideas/{his}/open")))
    assert await readable(cast) == ["Dørene smækker", "Kaffe på gangen"]

    # It can be taken back at any time, and what is hidden is gone; what is shown again is what was up.
    assert await moved(cast, asked.answer("no")) == 1
    assert await readable(cast) == ["Kaffe på gangen"]
    assert "Står der ikke nu" in (await ada.page(page)).text
    assert took(await asked.answer("yes"))
    assert await moved(cast, ada.post(f"/ideas/{hers}/hiding", {"reason": "Der står et navn"})) == 1
    assert await readable(cast) == ["Dørene smækker"]
    assert await moved(cast, ada.post(f"/ideas/{hers}/hiding", {"hidden": "0"})) == 1
    assert await readable(cast) == ["Dørene smækker", "Kaffe på gangen"]
    assert await moved(cast, ada.post(f"/ideas/{hers}/open/removal")) == 1
    assert await moved(cast, ada.post(f"/ideas/{hers}/open/removal")) == 0
    assert await readable(cast) == ["Dørene smækker"]
    assert took(await ada.phase("discuss"))
    comment = {"key": "k", "text": "En kommentar"}
    assert await moved(cast, rie.post(f"/ideas/{his}/comments", comment)) == 0, "nobody outside reads comments"

    # Whoever is taken off the board cannot take a yes back: it counts no more.
    seat = (await rows(database.url, "SELECT public_id FROM seat WHERE name = 'Ben' AND board_id = $1", cast.board.id))[
        0
    ][0]
    assert await moved(cast, ada.post(f"/seats/{seat}/removal")) == 1
    assert await readable(cast) == []
    assert took(await ada.post(f"{page}/down"))
    assert await readable(cast) == ["taken down"]


async def test_a_backup_brings_no_yes_back(site: Site, cast: Cast, database: Database) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose(BEN))
    assert took(await ada.phase("reveal"))
    assert took(await ada.post(f"/b/{cast.board.public_id}/open/up"))
    idea = (await rows(database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id))[0][0]
    assert took(await Asked(cast, ben, idea).answer("yes"))
    runtime, losses = Runtime(site.settings, database, Doorbell("")), Losses()
    async with changing_board(runtime, cast.board.id or 0) as change:
        await LOST(change, losses)
    assert len([line for line in losses.lines() if line.endswith(("again.", "them again."))]) == 2
    kept = "SELECT FROM open_words JOIN idea ON idea.id = idea_id WHERE board_id = $1"
    assert await rows(database.url, kept, cast.board.id) == []
    assert await readable(cast) == ["taken down"]
