"""R4 over random meetings: whatever happened in whatever order, a page that followed is a page freshly loaded.

Hypothesis chooses the acts and shrinks a failure to the shortest meeting that shows it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.codes import new_public_id
from server.core.database import Database
from tests.live.watching import Watching
from tests.room.votes.voting import ballots, round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member
from tests.support.site import SECRET, Site

MEETINGS, MORE = 3, 25
"""In `make test` and in `make test-all`."""
LENGTH = 14
HIDDEN = "hemmelig-"
"""Stands in every title; nobody but its writer may get it before the reveal."""


@dataclass
class Meeting:
    """One random meeting. `acked` are the ballots of the open round that were answered with "kept"."""

    cast: Cast
    watching: Watching
    ben: Member
    chance: random.Random
    written: list[str] = field(default_factory=list)
    acked: dict[str, dict[str, int]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    phase: str = "propose"
    over: bool = False

    async def ideas(self, where: str = "shown_at IS NOT NULL") -> list[str]:
        query = f"SELECT public_id FROM idea WHERE board_id = $1 AND status <> 'withdrawn' AND {where} ORDER BY id"
        return [row["public_id"] for row in await rows(self.cast.database.url, query, self.cast.board.id)]

    async def own(self) -> str:
        mine = await self.ideas("seat_id IS NOT NULL")
        return self.chance.choice(mine) if mine else "none"


Act = Callable[[Meeting], Awaitable[object]]
ACTS: dict[str, Act] = {}


def act(do: Act) -> Act:
    ACTS[do.__name__] = do
    return do


@act
async def join(at: Meeting) -> None:
    name = f"Medlem {len(at.cast.devices)}"
    device = Member(at.cast.url)
    at.cast.devices[name] = device
    answer = await device.try_join(at.cast.meeting.join_token, "relative", name) if await door(at) else None
    if answer is not None and answer.status_code == 303:
        device.meeting = at.cast.meeting.public_id
    else:
        await at.cast.devices.pop(name).close()


async def door(at: Meeting) -> bool:
    query = "SELECT door_open AND ended_at IS NULL AS open FROM meeting WHERE id = $1"
    return bool((await rows(at.cast.database.url, query, at.cast.meeting.id))[0]["open"])


@act
async def propose(at: Meeting) -> None:
    title = f"{HIDDEN}{len(at.written)}"
    if (await at.ben.propose(title, "Med nogle ord")).status_code < 400:
        at.written.append(title)


@act
async def edit(at: Meeting) -> None:
    words = {"version": at.chance.choice((1, 1, 2)), "title": f"{HIDDEN}rettet-{at.chance.randint(0, 99)}"}
    await at.ben.post(f"/ideas/{await at.own()}", words)


@act
async def withdraw(at: Meeting) -> None:
    await at.ben.post(f"/ideas/{await at.own()}/withdrawal")


@act
async def admit(at: Meeting) -> None:
    for idea in await at.ideas("late"):
        await (await at.cast.ada()).post(f"/ideas/{idea}/admission")


def phase(name: str) -> Act:
    async def lead(at: Meeting) -> None:
        answer = await (await at.cast.ada()).post(f"{at.ben.room}/phase", {"phase": name, "from": await no(at)})
        if answer.status_code < 400:
            at.phase = name
            if name in {"vote", "propose", "reveal", "since_last"}:
                at.acked.clear()
                at.versions.clear()

    return lead


async def no(at: Meeting) -> int:
    found = await rows(at.cast.database.url, "SELECT phase_no FROM meeting WHERE id = $1", at.cast.meeting.id)
    return int(found[0]["phase_no"])


ACTS |= {f"to {name}": phase(name) for name in ("since_last", "propose", "reveal", "vote", "result")}
ACTS["to the vote"] = ACTS["to vote"]
"""Twice, so that there is something to vote on more often."""


@act
async def timer(at: Meeting) -> None:
    await (await at.cast.ada()).timer(at.chance.choice(("start", "add", "take", "pause", "resume", "stop")), 2)


@act
async def move_door(at: Meeting) -> None:
    await (await at.cast.ada()).door(at.chance.random() < 0.6)


@act
async def rules(at: Meeting) -> None:
    told = {"method": at.chance.choice(("dots", "approval")), "dots": at.chance.randint(1, 6), "most": 1, "own": 1}
    told["on"] = at.chance.choice(("all", "all", "chosen"))
    await (await at.cast.ada()).voting(**told, leaders=at.chance.randint(0, 1))


@act
async def show(at: Meeting) -> None:
    ada, what = await at.cast.ada(), at.chance.choice(("one", "one", "next", "next", "next", "rest", "all"))
    await ada.post(f"{ada.room}/reveal", {"do": what})


@act
async def step(at: Meeting) -> None:
    ada = await at.cast.ada()
    await ada.post(f"{ada.room}/result", {"do": at.chance.choice(("step", "next", "next", "all"))})


@act
async def vote(at: Meeting) -> None:
    """Everybody who sits there casts a ballot, one of them twice."""
    ideas = await at.ideas()
    if at.phase != "vote" or not ideas:
        return
    round_id = (await round_of(at.cast))["public_id"]
    voters = [name for name in at.cast.devices if name == "Ben" or name.startswith("Medlem")]
    for name in [*voters, at.chance.choice(voters)]:
        dots = {at.chance.choice(ideas): 1}
        answer = await send(at.cast.devices[name], round_id, dots, at.versions.get(name, 0))
        if answer.status_code == 200:
            at.acked[name] = dots
            at.versions[name] = at.versions.get(name, 0) + 1


@act
async def done(at: Meeting) -> None:
    await at.ben.done(at.chance.random() < 0.7)


@act
async def remove(at: Meeting) -> None:
    members = [name for name in at.cast.devices if name.startswith("Medlem")]
    if members:
        name = at.chance.choice(members)
        await (await at.cast.ada()).remove((await at.cast.devices[name].look()).at("seat"))
        await at.cast.devices.pop(name).close()
        at.acked.pop(name, None)


@act
async def lose_connections(at: Meeting) -> None:
    for stream in at.watching.streams.values():
        if at.chance.random() < 0.5:
            await stream.drop()


@act
async def end(at: Meeting) -> None:
    if at.chance.random() < 0.3:
        at.over = (await (await at.cast.ada()).post(f"{at.ben.room}/end")).status_code < 400
        at.acked.clear()


async def check(at: Meeting) -> None:
    """What must hold at any moment."""
    await at.watching.mirror()
    board = await rows(at.cast.database.url, "SELECT * FROM idea WHERE board_id = $1", at.cast.board.id)
    numbers = sorted(row["number"] for row in board if row["number"])
    assert numbers == list(range(1, len(numbers) + 1)), "numbers are given once, without a hole"
    hidden = [row["title"] for row in board if row["shown_at"] is None]
    for name, stream in at.watching.streams.items():
        if name != "Ben":
            for title in hidden:
                assert not any(f"{title}<" in raw for raw in stream.raw), f"{name} got the hidden {title}"
    query = "SELECT * FROM round WHERE meeting_id = $1 ORDER BY id"
    rounds = await rows(at.cast.database.url, query, at.cast.meeting.id)
    assert sum(row["state"] == "open" for row in rounds) == (at.phase == "vote" and not at.over)
    if at.phase == "vote" and not at.over:
        wanted = sorted(map(str, at.acked.values()))
        assert sorted(map(str, await ballots(at.cast))) == wanted, "the ballots are those that were acked"
    elif rounds and rounds[-1]["state"] == "closed" and at.phase == "result" and at.acked:
        assert rounds[-1]["voters"] == len(at.acked), "the tally is the ballots that were acked"


async def hold(cast: Cast, names: list[str], seed: int) -> None:
    """One meeting from its beginning."""
    ben, rie, ada = await cast.ben(), await cast.rie(), await cast.ada()
    at = Meeting(cast, Watching(cast), ben, random.Random(seed))
    await at.watching.open("Ben", ben, ben.room)
    await at.watching.open("Rie", rie, rie.room, personal=True)
    await at.watching.open("Rie by polling", rie, rie.room, poll=True)
    await at.watching.open("desk", ada, f"{ben.room}/desk")
    await at.watching.open("screen", await cast.cleo(), f"/screen/{cast.meeting.screen_token}")
    await at.watching.open("progress", rie, f"/b/{cast.board.public_id}/progress")
    try:
        await ACTS["propose"](at)
        for name in names:
            await ACTS[name](at)
            if at.chance.random() < 0.4:
                await check(at)
        await check(at)
    finally:
        await at.watching.close()


@pytest.mark.long
@pytest.mark.parametrize("meetings", [MEETINGS, pytest.param(MORE, marks=pytest.mark.slow)])
async def test_random_meetings(site: Site, database: Database, meetings: int) -> None:
    held, counted = 0, 0
    loop = asyncio.get_running_loop()

    async def meeting(names: list[str], seed: int) -> None:
        cast = await Cast.gather(site.url, database, SECRET, mark=f"-{new_public_id()}")
        try:
            await hold(cast, names, seed)
        finally:
            await cast.leave()

    @settings(
        max_examples=200,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.sampled_from(sorted(ACTS)), min_size=5, max_size=LENGTH), st.integers(0, 999))
    def run(names: list[str], seed: int) -> None:
        nonlocal held, counted
        if held >= meetings:
            return
        asyncio.run_coroutine_threadsafe(meeting(names, seed), loop).result(600)
        held, counted = held + 1, counted + len(names)

    await asyncio.to_thread(run)
    print(f"{held} meetings of {counted} acts")
    assert held == meetings
