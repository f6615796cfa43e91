"""R10: voting closes at one point. Every ballot that was answered with "kept" is counted, and none after."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlmodel import select

from schemas.round import Round
from schemas.voter import voter_key
from server.core.change import changing_board
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.room.votes.box import BallotBox, Kept, Outcome
from server.room.votes.box import Cast as Ballot
from server.room.votes.closing import close_round
from tests.room.votes.voting import Bare, bare_round
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.site import SECRET
from tests.support.waiting import PATIENCE

VOTERS = 50


@pytest.fixture(scope="module")
async def servers(database_url: str, clock_file: object) -> AsyncIterator[list[Runtime]]:
    """Two servers as far as voting is concerned: a ballot box each."""
    made = []
    for _ in range(2):
        database = Database(database_url)
        await database.start()
        box = BallotBox(database)
        await box.start()
        runtime = Runtime(Settings(database_url=database_url, secret=SECRET), database, Doorbell(""))
        runtime.add(box)
        made.append(runtime)
    yield made
    for runtime in made:
        await runtime.the(BallotBox).drain()
        await runtime.database.stop()


@dataclass
class Race:
    """One round: what was answered, to whom."""

    bare: Bare
    kept: dict[int, dict[str, int]] = field(default_factory=dict)
    """Seat id → the dots of the last ballot that was acked."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)

    async def vote(self, runtime: Runtime, seat_id: int, chance: random.Random, spread: float) -> None:
        """One voter: a ballot, and another, until the round is closed."""
        await asyncio.sleep(chance.uniform(0, spread))
        version, key = 0, voter_key(self.bare.secret, seat_id)
        while True:
            chosen = chance.sample(self.bare.ideas, chance.randint(1, len(self.bare.ideas)))
            dots = {str(idea.id): 1 for idea in chosen}
            assert self.bare.round.id is not None
            kept: Kept = await runtime.the(BallotBox).put(Ballot(self.bare.round.id, seat_id, key, dots, version))
            self.outcomes[kept.outcome] += 1
            if kept.outcome is not Outcome.KEPT:
                return
            assert (kept.dots, kept.version) == (dots, version + 1) or seat_id not in self.kept
            self.kept[seat_id], version = dots, kept.version


async def close(runtime: Runtime, race: Race, after: float) -> None:
    """Close as the coordinator does: the board first, then the round."""
    await asyncio.sleep(after)
    async with changing_board(runtime, race.bare.round.board_id) as change:
        query = select(Round).where(Round.id == race.bare.round.id).with_for_update()
        await close_round(change, (await change.session.execute(query)).scalar_one(), counted=True)


async def one_round(servers: list[Runtime], database: Database, cast: Cast, seed: int) -> Race:
    chance = random.Random(seed)
    race = Race(await bare_round(database, cast, VOTERS))
    spread = chance.choice((0.0, 0.01, 0.03))
    votes = [
        race.vote(servers[number % 2], seat.id, chance, spread)
        for number, seat in enumerate(race.bare.seats)
        if seat.id is not None
    ]
    await asyncio.gather(*votes, close(chance.choice(servers), race, chance.uniform(0, 0.04)))
    return race


async def check(race: Race, database: Database) -> None:
    """What is stored is the acks added up, and nothing is left of who voted."""
    counted = Counter(idea for dots in race.kept.values() for idea in dots)
    round_id = race.bare.round.id
    stored = await rows(database.url, "SELECT idea_id, voters, dots FROM tally WHERE round_id = $1", round_id)
    query = "SELECT round.*, value FROM round LEFT JOIN secret ON round_id = round.id WHERE round.id = $1"
    row = (await rows(database.url, query, round_id))[0]
    assert (row["voters"], row["value"], row["state"]) == (len(race.kept), None, "closed")
    if row["detail"] == "exact":
        assert {str(tally["idea_id"]): tally["voters"] for tally in stored if tally["voters"]} == counted
        assert all(tally["dots"] == tally["voters"] for tally in stored)
    assert not await rows(database.url, "SELECT 1 FROM ballot WHERE round_id = $1", round_id)


async def race_many(rounds: int, servers: list[Runtime], database: Database, cast: Cast) -> None:
    outcomes: Counter[Outcome] = Counter()
    for seed in range(rounds):
        race = await one_round(servers, database, cast, seed)
        await check(race, database)
        outcomes += race.outcomes
    print(f"{rounds} rounds of {VOTERS} voters: {dict(outcomes)}")
    assert outcomes[Outcome.CLOSED] == rounds * VOTERS, "every voter goes on until the round is closed"
    assert outcomes[Outcome.KEPT] > rounds * VOTERS / 2


@pytest.mark.long
@pytest.mark.parametrize("rounds", [15, pytest.param(50, marks=pytest.mark.slow)])
async def test_every_ballot_that_was_acked_is_counted(
    servers: list[Runtime], database: Database, cast: Cast, rounds: int
) -> None:
    await race_many(rounds, servers, database, cast)


@pytest.mark.soak
async def test_the_same_five_hundred_times(servers: list[Runtime], database: Database, cast: Cast) -> None:
    await race_many(500, servers, database, cast)


async def test_closing_does_not_wait_for_voters_to_rest(servers: list[Runtime], database: Database, cast: Cast) -> None:
    """Two boxes hold the round's row in turn, without a pause; the close must come in between all the same."""
    race = Race(await bare_round(database, cast, VOTERS))
    chance = random.Random(0)
    votes = [race.vote(servers[n % 2], seat.id or 0, chance, 0) for n, seat in enumerate(race.bare.seats)]
    await asyncio.wait_for(asyncio.gather(*votes, close(servers[0], race, 0.3)), PATIENCE)
    print(f"{race.outcomes[Outcome.KEPT]} ballots")
    await check(race, database)
