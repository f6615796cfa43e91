"""Many hands at once: two coordinators and two members move, merge, part, withdraw and vote over one another.

Hypothesis chooses the meeting and how long it is; in a round all act at the same moment. Whatever comes of it, no idea
and no word is lost, and every answer is a page or a sentence.
"""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.codes import new_public_id
from server.core.database import Database
from tests.ideas.groups.scene import gathered, groups, idea, ideas, let_members, merge, put
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff
from tests.support.site import SECRET, Site

MEETINGS = [3, pytest.param(12, marks=pytest.mark.slow)]
TITLES = ("Ro", "Stille", "Kaffe", "Te", "Sove")
ACTS = (
    *("together", "together", "together", "apart", "apart", "merge", "merge", "part", "part"),
    *("withdraw", "vote", "back", "back", "merge and part"),
)


@dataclass
class Room:
    """The people who act, and the answers they got."""

    cast: Cast
    names: list[str]
    ada: Staff
    others: list[Member]
    """Who may put together: a second coordinator and a member; the first is Ada."""
    chance: random.Random
    answers: list[httpx2.Response] = field(default_factory=list)

    async def act(self, name: str, one: str, other: str) -> None:
        """One act of somebody; what they saw may be old by the time it arrives."""
        rows_now = await ideas(self.cast)
        seen = next(row["group"] for row in rows_now if row["public_id"] == one) or ""
        who = self.chance.choice((self.ada, *self.others))
        lead: Member = self.chance.choice((self.ada, self.others[0]))
        match name:
            case "together":
                self.answers.append(await put(who, one, f"with:{other}", seen))
            case "apart":
                self.answers.append(await put(who, one, "apart", seen))
            case "merge":
                self.answers.append(await merge(lead, one, other))
            case "part":
                self.answers.append(await merge(lead, one))
            case "withdraw":
                for member in (self.cast.devices["Ben"], self.cast.devices["Rie"]):
                    if self.chance.random() < 0.3:
                        self.answers.append(await member.post(f"/ideas/{one}/withdrawal"))
            case "vote" | "back":
                told = {"phase": "vote" if name == "vote" else "group", "from": await self.phase_no()}
                self.answers.append(await lead.post(f"{self.ada.room}/phase", told))

    async def merge_and_part(self, one: str, other: str) -> None:
        """Undoing a merge that nothing came after leaves everything as it was."""
        before = await picture(self.cast)
        if (await merge(self.ada, one, other)).status_code != 303 or await picture(self.cast) == before:
            return
        assert (await merge(self.ada, one)).status_code == 303
        assert await picture(self.cast) == before

    async def phase_no(self) -> int:
        query = "SELECT phase_no FROM meeting WHERE id = $1"
        return int((await rows(self.cast.database.url, query, self.cast.meeting.id))[0]["phase_no"])


async def picture(cast: Cast) -> Any:
    """All that a merge and its undoing may not change in the end."""
    told = ("public_id", "title", "text", "version", "status", "group", "merged_into_id", "number", "shown_at")
    return [tuple(row[name] for name in told) for row in await ideas(cast)], [dict(row) for row in await groups(cast)]


async def check(at: Room) -> None:
    """What holds at any moment."""
    for answer in at.answers:
        assert answer.status_code in {303, 403, 404, 409}, f"{answer.status_code} {answer.text[:200]}"
    at.answers.clear()
    found = await ideas(at.cast)
    assert sorted(row["title"] for row in found) == sorted(TITLES), "no idea is lost"
    by_id = {row["id"]: row for row in found}
    merges = {row["idea_id"]: row for row in await rows(at.cast.database.url, "SELECT * FROM merge")}
    for row in found:
        assert (row["status"] == "merged") == (row["merged_into_id"] is not None) == (row["id"] in merges)
        end, steps = row, 0
        while end["status"] == "merged":
            end, steps = by_id[end["merged_into_id"]], steps + 1
            assert steps <= len(found), "a circle"
        assert end["status"] == "withdrawn" if row["status"] == "withdrawn" else end["status"] != "withdrawn"
        if row["status"] in {"merged", "withdrawn"}:
            assert row["group"] is None
    for group in await groups(at.cast):
        inside = [row for row in found if row["group_id"] == group["id"]]
        waiting = [merge_ for merge_ in merges.values() if merge_["group_before"] == group["id"]]
        assert len(inside) + len(waiting) >= 2, "a group of one"
    await readable(at, found)
    await told(at, found)


async def readable(at: Room, found: list[Any]) -> None:
    """Each wording is read in the room exactly once, under its own number or under the one it is part of."""
    page = await at.cast.devices["Rie"].look()
    cards = " ".join(card.text_content() for card in page.select("//article[starts-with(@id, 'idea-')]"))
    for row in found:
        times = 0 if row["status"] == "withdrawn" else 1
        assert cards.count(f"Ord om {row['title']}") == times, f"{row['title']} is not read {times} times"
    for section in page.select("//section[starts-with(@id, 'group-')]"):
        assert len(section.xpath(".//article")) >= 2, "a group of one is shown"


async def told(at: Room, found: list[Any]) -> None:
    """The timeline of each idea ends where it is, and no line repeats the one before."""
    query = "SELECT idea_id, status FROM status_change ORDER BY id"
    lines: dict[int, list[str]] = {row["id"]: [] for row in found}
    for line in await rows(at.cast.database.url, query):
        if line["idea_id"] in lines:
            lines[line["idea_id"]].append(line["status"])
    for row in found:
        assert lines[row["id"]][-1] == row["status"]
        assert all(one != other for one, other in zip(lines[row["id"]], lines[row["id"]][1:], strict=False))


async def open_room(site: Site, database: Database, seed: int) -> Room:
    """Five ideas of Ben's and Rie's, a second coordinator, and members who may put together."""
    cast = await Cast.gather(site.url, database, SECRET, mark=f"-{new_public_id()}")
    names = await gathered(cast, *TITLES)
    await let_members(cast)
    ada, rie = await cast.ada(), await cast.rie()
    return Room(cast, names, ada, [await cast.bo(), rie], random.Random(seed))


Acts = list[list[tuple[str, int, int]]]


async def hold(site: Site, database: Database, acts: Acts, seed: int) -> None:
    """One meeting: in each round all that stands there happens at once."""
    at = await open_room(site, database, seed)
    try:
        for at_once in acts:
            alone = [(one, other) for name, one, other in at_once if name == "merge and part"]
            for one, other in alone[:1]:
                await at.merge_and_part(at.names[one], at.names[other])
            given_acts = [each for each in at_once if each[0] != "merge and part"]
            await asyncio.gather(*(at.act(name, at.names[one], at.names[other]) for name, one, other in given_acts))
            await check(at)
    finally:
        await at.cast.leave()


def drawn(seed: int, rounds: int) -> Acts:
    """What happens in so many rounds: the fewer rounds, the shorter the beginning of the same meeting."""
    chance, places = random.Random(seed), range(len(TITLES))

    def one() -> tuple[str, int, int]:
        first, second = chance.sample(places, 2)
        return chance.choice(ACTS), first, second

    return [[one() for _ in range(chance.randint(1, 5))] for _ in range(rounds)]


@pytest.mark.long
@pytest.mark.parametrize("meetings", MEETINGS)
async def test_many_hands_at_once(site: Site, database: Database, meetings: int) -> None:
    held, acted = 0, 0
    loop = asyncio.get_running_loop()

    @settings(
        max_examples=200,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32), st.integers(8, 25))
    def run(seed: int, rounds: int) -> None:
        nonlocal held, acted
        if held >= meetings:
            return
        acts = drawn(seed, rounds)
        asyncio.run_coroutine_threadsafe(hold(site, database, acts, seed), loop).result(600)
        held, acted = held + 1, acted + sum(len(each) for each in acts)

    await asyncio.to_thread(run)
    print(f"{held} meetings of {acted} acts")
    assert held == meetings


async def test_the_checks_see_what_is_wrong(site: Site, database: Database) -> None:
    """A lost idea, a circle, a group of one and a word read twice are found, so the silence above means something."""
    at = await open_room(site, database, 0)
    one, other = (await idea(at.cast, at.names[0]))["id"], (await idea(at.cast, at.names[1]))["id"]
    faults = (
        ("UPDATE idea SET title = 'Væk' WHERE id = $1", (one,)),
        ("UPDATE idea SET status = 'merged' WHERE id = $1", (one,)),
        ("UPDATE idea SET merged_into_id = $2 WHERE id = $1", (one, other)),
        ("UPDATE idea SET text = 'Ord om Stille' WHERE id = $1", (one,)),
        ("UPDATE idea SET status = 'withdrawn' WHERE id = $1", (one,)),
    )
    await check(at)
    for query, values in faults:
        now = "SELECT title, text, status, merged_into_id FROM idea WHERE id = $1"
        kept = await rows(at.cast.database.url, now, one)
        await rows(at.cast.database.url, query, *values)
        try:
            await check(at)
        except AssertionError:
            back = "UPDATE idea SET title = $2, text = $3, status = $4, merged_into_id = $5 WHERE id = $1"
            await rows(at.cast.database.url, back, one, *kept[0])
        else:
            raise AssertionError(f"nobody saw: {query}")
    await at.cast.leave()
