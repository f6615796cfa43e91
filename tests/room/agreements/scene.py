"""A chosen idea in the phase "Aftal", and the form that the coordinator fills in."""

from datetime import date, timedelta

import httpx2

from server.core import clock
from server.core.days import danish_day
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took
from tests.work.answers.scene import shown

TODAY = danish_day(clock.now())
SOON = (TODAY + timedelta(days=10)).isoformat()
LATER = (TODAY + timedelta(days=30)).isoformat()


async def taken_along(cast: Cast, title: str = "Ro om aftenen") -> str:
    """The public id of an idea of Ben's that was chosen by hand; the meeting is in `agree`."""
    ada, idea = await cast.ada(), await shown(cast, title)
    assert took(await ada.phase("agree"))
    assert took(await take(ada, idea))
    return idea


async def take(ada: Staff, idea: str) -> httpx2.Response:
    """ "Tag idéen med"."""
    return await ada.post(f"{ada.room}/chosen", {"idea": idea})


async def chosen_two(cast: Cast) -> list[str]:
    """Two ideas of Ben's by number, both chosen; the meeting is in `agree`."""
    ada, ben = await cast.ada(), await cast.ben()
    for title in ("Ro på gangen efter kl. 22", "Kaffe, når pårørende kommer"):
        assert took(await ben.propose(title))
    for phase in ("reveal", "agree"):
        assert took(await ada.phase(phase))
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY number"
    ideas = [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]
    for idea in ideas:
        assert took(await take(ada, idea))
    return ideas


def words(cast: Cast, **others: object) -> dict[str, object]:
    """What a form says unless told otherwise; Birthe, a member, has said yes to be named."""
    told = {"version": 0, "owner": "Birthe", "step": "Spørg køkkenet", "person": "", "step_date": SOON}
    told |= {"named": "1", "person_named": "1"}
    return told | {"leader": cast.people["Leo"].mail, "answer_by": LATER} | others


async def agree(cast: Cast, idea: str, *, by: Staff | None = None, **others: object) -> httpx2.Response:
    """Ada sends the form, as the script does; `do="send"` is the other button."""
    return await (by or await cast.ada()).post(f"/ideas/{idea}/agreement", words(cast, **others), HX_Request="true")


def facts(page: Page, inside: str = "//section[@id='room']") -> dict[str, str]:
    """Who does what as a page tells it, by its headings."""
    pairs = page.select(f"{inside}//dl[contains(@class, 'agreed')]/div")
    return {said(pair, "dt"): said(pair, "dd") for pair in pairs}


def said(pair: object, tag: str) -> str:
    """The words of one element in a pair."""
    return " ".join(pair.find(tag).text_content().split())  # type: ignore[attr-defined]


def written(day: str) -> str:
    """A date as people write it."""
    from server.core.days import day_words as as_people_write

    return as_people_write(date.fromisoformat(day), "da")
