"""A room that puts ideas together: how it came there, what is asked of it, and what stands in the tables."""

from typing import Any

import httpx2

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took


async def gathered(cast: Cast, *titles: str, phase: str = "group") -> list[str]:
    """Ben and Rie write ideas in turn, all are shown, the room is in `phase`; their public ids as the titles stand."""
    ben, rie, ada = await cast.ben(), await cast.rie(), await cast.ada()
    for number, title in enumerate(titles):
        assert took(await (rie if number % 2 else ben).propose(title, f"Ord om {title}"))
    for each in ("reveal", phase):
        assert took(await ada.phase(each))
    found = {row["title"]: row["public_id"] for row in await ideas(cast)}
    return [found[title] for title in titles]


async def ideas(cast: Cast) -> list[Any]:
    """The rows of the board's ideas, each with the public id of its group."""
    query = """SELECT idea.*, idea_group.public_id AS "group" FROM idea
               LEFT JOIN idea_group ON idea_group.id = idea.group_id WHERE idea.board_id = $1 ORDER BY idea.id"""
    return await rows(cast.database.url, query, cast.board.id)


async def idea(cast: Cast, public_id: str) -> Any:
    """One of them."""
    return next(row for row in await ideas(cast) if row["public_id"] == public_id)


async def groups(cast: Cast) -> list[Any]:
    """The rows of the meeting's groups."""
    return await rows(cast.database.url, "SELECT * FROM idea_group WHERE meeting_id = $1 ORDER BY id", cast.meeting.id)


async def together(cast: Cast, one: str, other: str) -> str:
    """Ada puts two ideas together; the public id of their group."""
    answer = await put(await cast.ada(), one, f"with:{other}")
    assert answer.status_code == 303, answer.text[:300]
    return str((await idea(cast, one))["group"])


async def put(who: Member, one: str, to: str, seen: str = "", **headers: str) -> httpx2.Response:
    """Somebody moves an idea that they saw in the group `seen`."""
    return await who.post(f"/ideas/{one}/group", {"to": to, "from": seen}, **headers)


async def merge(who: Member, one: str, into: str = "") -> httpx2.Response:
    """Somebody merges an idea into another, or parts them again."""
    return await who.post(f"/ideas/{one}/merge", {"into": into})


async def let_members(cast: Cast) -> None:
    """Members may put ideas together in this meeting."""
    await rows(cast.database.url, "UPDATE meeting SET members_group = true WHERE id = $1", cast.meeting.id)


def sections(page: Page) -> dict[str, list[str]]:
    """What the room shows: the name of each group, with the titles in it in order."""
    return {
        section.xpath("string(.//h3)").strip(): [title.text_content().strip() for title in section.xpath(".//h4")]
        for section in page.select("//section[contains(@class, 'idea-group')]")
    }
