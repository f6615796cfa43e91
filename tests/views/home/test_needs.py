"""What needs somebody, counted at the top of every page and listed on one; and where signing in leads."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from schemas.flow import Status
from server.views.home.needs import NEEDED
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.work.answers.scene import REASON, above, put, sent, shown

TITLES = {
    "late": "Svaret er forsinket",
    "unsent": "Ikke sendt til en leder",
    "minutes": "Referater, der skal godkendes",
    "quiet": "Her sker der ikke noget",
}

COPIES = """
INSERT INTO idea SELECT (jsonb_populate_record(idea, jsonb_build_object('id', -n, 'public_id', md5(n::text),
    'number', idea.number + n, 'submission', md5(n::text)))).*
FROM idea, generate_series(1, 2) AS n WHERE public_id = $1 RETURNING 1
"""


def waits(page: Page) -> str:
    """The number at the top of a page; "" if nothing waits."""
    found = page.select("//nav[@class='ways']//summary/b")
    return str(found[0].text_content()) if found else ""


async def leads_to(who: Member, path: str) -> str:
    """Where an address leads on to."""
    return str((await who.get(path)).headers["location"])


async def test_a_leader_lands_on_what_awaits_an_answer(cast: Cast) -> None:
    leo = await cast.leo()
    assert await leads_to(leo, "/home") == "/boards"
    assert not waits(await leo.page("/boards"))
    assert "Der er ikke noget" in (await leo.page("/waiting")).text
    idea = await sent(cast)
    assert await leads_to(leo, "/home") == "/waiting"
    assert await leads_to(leo, "/waiting") == "/answers"
    home = await leo.page("/boards")
    assert waits(home) == "1"
    assert "Se 1 ting, der venter på dig" in home.select("//main//a[@href='/waiting']")[0].text_content()
    ways = home.select("//main/div[@class='row']/a")
    signs = [way.xpath(".//use/@href | .//*[name()='path']/@d")[0] for way in ways]
    assert len(set(signs)) == len(signs), "each has its own sign"
    assert len(home.select("//main//*[contains(@class, 'primary')]")) == 1, "and one comes first"
    assert home.select("//main//a[@href='/overview']"), "a leader sees how the boards stand, be it only one"
    assert waits(await leo.page(f"/ideas/{idea}")) == "1", "on every page"
    assert took(await leo.answer(idea, "declined", text=REASON))
    assert not waits(await leo.page(f"/ideas/{idea}"))


async def test_the_units_are_walked_once_however_many_ideas_wait(cast: Cast) -> None:
    """A leader of 2,000 boards with 7,000 ideas waited a quarter of a second for the number, on every page."""
    first = await sent(cast)
    await rows(cast.database.url, COPIES, first)
    leo = cast.people["Leo"]
    assert waits(await (await cast.leo()).page("/boards")) == "3"
    asked = str(NEEDED).replace(":person", str(leo.id)).replace(":now", "now()").replace(":most", "9")
    async with cast.database.begin() as session:
        plan = (await session.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked}"))).scalar_one()
    walks = [node for node in nodes(plan[0]["Plan"]) if node["Node Type"] == "Recursive Union"]
    loops = sorted(node["Actual Loops"] for node in walks)
    assert len(loops) == 2, "for what awaits an answer, and for what citizens ask"
    assert loops[-1] == 1, "the database may leave out one that would find nothing"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All nodes of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


async def test_whoever_leads_above_is_asked_for_as_long_as_they_do(cast: Cast) -> None:
    idea, boss = await sent(cast), await above(cast, "Dorthe Winther")
    who = cast.people["Dorthe Winther"].id
    await rows(cast.database.url, "UPDATE idea SET leader_id = $2 WHERE public_id = $1 RETURNING 1", idea, who)
    assert waits(await boss.page("/boards")) == "1"
    assert not waits(await (await cast.leo()).page("/boards")), "it is not his any longer"
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE leader_id = $1 RETURNING 1", who)
    assert not waits(await boss.page("/boards"))


async def test_a_leader_is_not_asked_for_what_they_may_not_answer(cast: Cast) -> None:
    """The number asks the office, as the page of answers does."""
    idea, leo = await sent(cast), await cast.leo()
    assert waits(await leo.page("/boards")) == "1"
    await rows(cast.database.url, "UPDATE idea SET hidden_at = now() WHERE public_id = $1", idea)
    assert not waits(await leo.page("/boards"))
    await rows(cast.database.url, "UPDATE idea SET hidden_at = NULL WHERE public_id = $1", idea)
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE id = $1", cast.board.unit_id)
    assert not waits(await leo.page("/boards"))


async def test_a_coordinator_lands_on_todays_meeting_and_then_on_what_needs_her(cast: Cast, clock: Clock) -> None:
    ada, idea = await cast.ada(), await sent(cast)
    forgotten = await shown_too(cast, "Lys på gangen")
    await put(cast, forgotten, Status.PRIORITISED)
    assert await leads_to(ada, "/home") == f"{ada.room}/desk"
    assert not waits(await ada.desk()), "the meeting goes on: nothing is forgotten yet"
    assert took(await ada.post(f"{ada.room}/end"))
    assert await leads_to(ada, "/home") == "/waiting"
    found = await kinds(ada)
    assert found == {"unsent": f"/ideas/{forgotten}", "minutes": f"{ada.room}/minutes"}
    assert took(await ada.post(f"{ada.room}/opening"))
    assert not await kinds(ada), "while it goes on again, its minutes cannot be approved"
    assert took(await ada.post(f"{ada.room}/end"))
    assert await kinds(ada) == found
    assert (await ada.page("/waiting")).find("unsent") is None, "the script hides its own section of words not sent"
    clock.ahead(timedelta(days=30))
    assert (await kinds(ada))["late"] == f"/ideas/{idea}"
    clock.ahead(timedelta(days=91))
    assert (await kinds(ada))["quiet"] == f"/b/{cast.board.public_id}"
    assert waits(await ada.page("/boards")) == "4"
    assert waits(await (await cast.leo()).page("/boards")) == "1", "a leader is not asked to do a coordinator's work"


async def shown_too(cast: Cast, title: str) -> str:
    """One more idea that everybody has seen."""
    ada = await cast.ada()
    assert took(await ada.phase("propose"))
    return await shown(cast, title)


async def kinds(who: Member) -> dict[str, str]:
    """By kind of need, the page that the first of them leads to."""
    page = await who.page("/waiting")
    found = {}
    for name, title in TITLES.items():
        if links := page.select(f"//section[@aria-labelledby='needs-{name}']//li/a"):
            assert title in page.element(f"needs-{name}").text_content()
            found[name] = str(links[0].get("href"))
    return found


async def test_the_top_of_a_page_leads_to_the_board_and_members_have_no_account(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    board = f"/b/{cast.board.public_id}"
    for page in (await ada.desk(), await ada.page(f"{board}/progress"), await ben.page(f"{board}/progress")):
        assert page.select("//*[@class='masthead-name']//a")[0].get("href") == board
    ways = {str(link.get("href")) for link in (await ben.look()).select("//nav[@class='ways']//a")}
    assert ways == {"/hjaelp"}
    assert not (await ben.look()).select("//form[@action='/logout']")
    ways = {str(link.get("href")) for link in (await ada.desk()).select("//nav[@class='ways']//a")}
    assert ways == {"/boards", "/waiting", "/hjaelp", "/account"}
