"""R10 with paper: every slip that was answered with its number is counted, and none after."""

import asyncio
import random
from collections import Counter

import pytest

from server.core.database import Database
from tests.room.paper.writing import ROLES, enter, scribe
from tests.room.votes.voting import open_vote, round_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site

ROUNDS = 6


async def keep_entering(who: Member, round_id: str, ideas: list[str], chance: random.Random, acked: list[str]) -> int:
    """Enter slips until the round is closed; one in five is sent twice at once, as a lost answer would be. Who types
    faster than anybody can is told to wait, and does."""
    for number in range(200):
        idea, key = chance.choice(ideas), f"{who.name}-{number}"
        role = chance.choice(ROLES)
        twice = 2 if chance.random() < 0.2 else 1
        answers = await asyncio.gather(*(enter(who, round_id, {idea: 1}, role, key) for _ in range(twice)))
        if any(answer.status_code == 303 for answer in answers):
            acked.append(idea)
        if any(answer.status_code == 409 for answer in answers):
            return number
        assert {answer.status_code for answer in answers} <= {303, 429}, answers[0].text[:300]
        if any(answer.status_code == 429 for answer in answers):
            await asyncio.sleep(0.1)
    raise AssertionError("the round was never closed")


async def keep_voting(who: Member, round_id: str, ideas: list[str], chance: random.Random) -> str:
    """One ballot from a phone; the idea that it was for when it was acked."""
    await asyncio.sleep(chance.uniform(0, 0.3))
    idea = chance.choice(ideas)
    answer = await who.post(f"/rounds/{round_id}/ballot", {"version": 0, f"dots-{idea}": 1}, HX_Request="true")
    return idea if answer.status_code == 200 else ""


@pytest.mark.long
async def test_every_slip_that_was_acked_is_counted(cast: Cast, site: Site, database: Database) -> None:
    finn, rie, ada = await scribe(cast), await scribe(cast, "Rie"), await cast.ada()
    phones = await cast.guests_join(6)
    late = 0
    await open_vote(cast, 3)
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        if seed:
            for phase in ("discuss", "vote"):
                assert took(await ada.phase(phase))
        round_ = await round_of(cast)
        ids = [row[0] for row in await rows(database.url, IN_ROUND, round_["id"])]
        acked: list[str] = []
        desk = await ada.desk()

        async def close(chance: random.Random = chance, desk: object = desk) -> None:
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            assert took(await ada.submit(desk.form("#next-step")))  # type: ignore[attr-defined]

        entering = [keep_entering(who, round_["public_id"], ids, chance, acked) for who in (finn, rie)]
        voting = [keep_voting(who, round_["public_id"], ids, chance) for who in phones]
        *ends, _ = await asyncio.gather(*entering, *voting, close())
        late += sum(isinstance(end, int) for end in ends)
        counted = Counter([*acked, *(end for end in ends if isinstance(end, str) and end)])
        row = await round_of(cast)
        assert (row["state"], row["voters"], row["on_paper"]) == ("closed", counted.total(), len(acked)), seed
        if row["detail"] == "exact":
            assert {line[0]: line[1] for line in await rows(database.url, TALLY, row["id"]) if line[1]} == counted
        assert not await rows(database.url, "SELECT 1 FROM ballot WHERE round_id = $1", row["id"])
    assert late == 2 * ROUNDS, "each scribe was turned away in the end"


IN_ROUND = "SELECT public_id FROM idea JOIN round_idea ON idea_id = idea.id WHERE round_id = $1 ORDER BY number"
TALLY = "SELECT public_id, voters FROM tally JOIN idea ON idea.id = idea_id WHERE round_id = $1"


async def test_a_slip_in_one_transaction_with_the_close_waits_for_it(cast: Cast, database: Database) -> None:
    """The close holds the round's row; a slip that comes meanwhile is refused when it gets it, never half counted."""
    finn = await scribe(cast)
    ideas, round_ = await open_vote(cast), await round_of(cast)
    async with database.begin() as session:
        from sqlalchemy import text

        await session.execute(text("SELECT 1 FROM round WHERE id = :id FOR UPDATE"), {"id": round_["id"]})
        waiting = asyncio.create_task(enter(finn, round_["public_id"], {ideas[0]: 1}))
        await asyncio.sleep(0.5)
        assert not waiting.done(), "it takes the round's row"
        gone = text("UPDATE round SET state = 'void', secret = NULL WHERE id = :id")
        await session.execute(gone, {"id": round_["id"]})
    assert (await waiting).status_code == 409
    assert not await rows(database.url, "SELECT 1 FROM ballot WHERE round_id = $1", round_["id"])
