"""R3: events of a board count 1, 2, 3 … for everyone, whatever happens to the doorbells; a gap is never shown."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from schemas.board import Board
from schemas.meeting import Meeting, TimerSet
from schemas.roles import Role
from server.core.change import changing_board
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.live import feed
from server.live.feed import Subscriber
from server.live.frames import Audience, Position
from server.live.hub import Hub
from tests.support.databases import rows
from tests.support.scene import make_board, make_meeting, make_person, make_units
from tests.support.site import SECRET
from tests.support.waiting import until

EVENTS = 10_000
ROUNDS, HOT, EACH_COLD = 12, 110, 30
"""In each round every writer of the hot board, and of the others, adds so many events."""
COLD = 7
A_CHANGE = 10
"""Events in one change; a change is what costs time."""


class BadBell(Doorbell):
    """Loses, doubles and delays rings between the servers; `others` are their hubs."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__("")
        self.chance = chance
        self.others: list[Hub] = []

    async def ring(self, board_id: int, seq: int) -> None:
        loop = asyncio.get_running_loop()
        for hub in self.others:
            for _ in range(self.chance.choice((0, 1, 1, 2))):
                loop.call_later(self.chance.uniform(0, 0.3), hub.ring, board_id)


@dataclass
class Follower:
    """A page that only counts. It asserts what a page relies on, and comes back when it is sent away."""

    epoch: str
    seq: int
    problems: list[str] = field(default_factory=list)
    frames: int = 0
    away: bool = False

    def offer(self, text: str) -> bool:
        frame = json.loads(text)
        if "after" not in frame:
            if frame.get("seq", 0) > self.seq:
                self.problems.append(f"a heartbeat says {frame['seq']} at {self.seq}")
            return True
        if frame.get("whole") or frame["after"] <= self.seq:
            self.seq = max(frame["seq"], self.seq)
        else:
            self.problems.append(f"from {frame['after']} to {frame['seq']} shown at {self.seq}")
        self.frames += 1
        return True

    def close(self, code: int) -> None:
        self.away = True


@pytest.fixture(scope="module")
async def servers(database_url: str, clock_file: object) -> AsyncIterator[list[Runtime]]:
    chance = random.Random(3)
    made = []
    for _ in range(2):
        bell = BadBell(chance)
        database = Database(database_url, size=20)  # more than ask at once: nobody waits for a place
        hub = Hub(database, tell=lambda board_id: asyncio.sleep(0))
        await database.start()
        await hub.start()
        settings = Settings(database_url=database_url, redis_url="", secret=SECRET)
        runtime = Runtime(settings, database, bell, rung_at_once=[hub.hear])
        runtime.add(hub)
        made.append(runtime)
    for one, other in (made, reversed(made)):
        assert isinstance(one.doorbell, BadBell)
        one.doorbell.others.append(other.the(Hub))
    yield made
    for runtime in made:
        await runtime.the(Hub).stop()
        await runtime.database.stop()


async def boards_of(database: Database) -> list[tuple[Board, Meeting]]:
    async with database.begin() as session:
        unit = await make_units(session, await make_person(session, "leo@order.test", "Leo", "Chef"))
        boards = [await make_board(session, unit) for _ in range(COLD + 1)]
        return [(board, await make_meeting(session, board)) for board in boards]


def moved(followers: list[tuple[Board, Follower]], before: list[int]) -> bool:
    """Whether each page has got a frame since."""
    return all(follower.frames > had for (_, follower), had in zip(followers, before, strict=True))


async def beat(servers: list[Runtime]) -> None:
    """Heartbeats all the time: also while a change is being handed out."""
    while True:
        for parts in servers:
            await parts.the(Hub)._beat()
        await asyncio.sleep(0)


@pytest.mark.long
async def test_ten_thousand_events_from_two_servers_reach_every_page_in_order(
    servers: list[Runtime], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "TICK", 0.02)
    monkeypatch.setattr(feed, "BREATH", 1)  # others get a turn in the middle of every fan-out
    boards = await boards_of(database)
    hot = boards[0]
    followers = []
    for board, meeting in [*boards, hot, hot]:
        for parts in servers:
            follower = Follower(board.epoch, 0)
            audience = Audience("meeting", meeting.public_id, Role.PATIENT, "da")
            member = Subscriber(audience, None, follower.offer, follower.close)
            await parts.the(Hub).join(board.id, member, Position(board.epoch, 0))
            followers.append((board, follower))

    async def write(runtime: Runtime, board: Board, meeting: Meeting, events: int) -> None:
        for _ in range(events // A_CHANGE):
            async with changing_board(runtime, board.id) as change:
                for _ in range(A_CHANGE):
                    change.tell(TimerSet(meeting.id))

    beating = asyncio.ensure_future(beat(servers))
    for _ in range(ROUNDS):
        before = [follower.frames for _, follower in followers]
        writers = [write(parts, *hot, HOT) for parts in servers for _ in range(2)]
        writers += [write(parts, *one, EACH_COLD) for parts in servers for one in boards[1:]]
        await asyncio.gather(*writers)
        # A busy machine gathers much into one frame: without this there would be too few to tell anything.
        await until(partial(moved, followers, before), what="a frame for everybody")
    beating.cancel()
    log = await rows(
        database.url, "SELECT board_id, array_agg(seq ORDER BY seq) AS seqs, count(*) AS n FROM event GROUP BY 1"
    )
    heads = {row["board_id"]: row["n"] for row in log}
    assert all(row["seqs"] == list(range(1, row["n"] + 1)) for row in log)
    await until(lambda: all(f.seq == heads[b.id] for b, f in followers), what="every page to be there")
    assert not [problem for _, follower in followers for problem in follower.problems]
    assert not [follower for _, follower in followers if follower.away]
    seen = sum(follower.frames for _, follower in followers)
    print(f"{sum(heads.values())} events on {len(boards)} boards, {len(followers)} pages, {seen} frames")
    assert sum(heads.values()) >= EVENTS
    assert seen > 10 * len(followers)
