"""The ballot box: many ballots in one write, each answered after its commit; what goes wrong, goes wrong alone."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from schemas.voter import voter_key
from server.core.database import Database
from server.core.errors import Away
from server.room.votes import box as box_module
from server.room.votes.box import BallotBox, Kept, Outcome
from server.room.votes.box import Cast as Ballot
from tests.room.votes.voting import Bare, bare_round
from tests.support.cast import Cast
from tests.support.databases import rows


@pytest.fixture
async def box(database: Database) -> AsyncIterator[BallotBox]:
    """A box of the test's own."""
    opened = BallotBox(database)
    await opened.start()
    yield opened
    await opened.drain()


def ballot(bare: Bare, voter: int, dots: int = 1, version: int = 0) -> Ballot:
    """The ballot of one of the round's seats."""
    seat, idea = bare.seats[voter], bare.ideas[0]
    assert bare.round.id is not None
    assert seat.id is not None
    return Ballot(bare.round.id, seat.id, voter_key(bare.secret, seat.id), {str(idea.id): dots}, version)


async def stored(database: Database, bare: Bare) -> list[Any]:
    return await rows(database.url, "SELECT voter, version FROM ballot WHERE round_id = $1", bare.round.id)


async def test_what_comes_together_is_written_together(box: BallotBox, database: Database, cast: Cast) -> None:
    bare = await bare_round(database, cast, 40)
    answers = await asyncio.gather(*(box.put(ballot(bare, number)) for number in range(40)))
    assert {answer.outcome for answer in answers} == {Outcome.KEPT}
    writers = await rows(database.url, "SELECT DISTINCT xmin::text FROM ballot WHERE round_id = $1", bare.round.id)
    assert len(writers) <= 3, "one transaction for what waits together"
    assert len(await stored(database, bare)) == 40


async def test_a_bad_ballot_fails_alone(box: BallotBox, database: Database, cast: Cast) -> None:
    bare = await bare_round(database, cast, 20)
    good = [ballot(bare, number) for number in range(20)]
    bad = replace(good[7], version=2**31 - 1)
    answers = await asyncio.gather(*(box.put(b) for b in [*good[:7], bad, *good[8:]]), return_exceptions=True)
    assert isinstance(answers[7], asyncpg.DataError | ValueError | OverflowError)
    kept = [answer for number, answer in enumerate(answers) if number != 7]
    assert all(isinstance(answer, Kept) and answer.outcome is Outcome.KEPT for answer in kept)
    assert len(await stored(database, bare)) == 19


async def test_two_ballots_of_one_voter_in_one_batch_take_turns(box: BallotBox, database: Database, cast: Cast) -> None:
    bare = await bare_round(database, cast, 1)
    first, second, behind = await asyncio.gather(
        box.put(ballot(bare, 0, 1)), box.put(ballot(bare, 0, 2, version=1)), box.put(ballot(bare, 0, 3))
    )
    assert (first.outcome, second.outcome, behind.outcome) == (Outcome.KEPT, Outcome.KEPT, Outcome.OUTDATED)
    assert (behind.dots, behind.version) == (second.dots, 2), "the answer says what is stored"


async def test_nobody_is_answered_before_the_commit(
    box: BallotBox, database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the close holds the round, nobody hears anything; then they hear that it is closed."""
    bare = await bare_round(database, cast, 3)
    other = await asyncpg.connect(database.url)
    async with other.transaction():
        await other.fetch("SELECT 1 FROM round WHERE id = $1 FOR UPDATE", bare.round.id)
        waiting = [asyncio.ensure_future(box.put(ballot(bare, number))) for number in range(3)]
        await asyncio.sleep(0.2)
        assert not any(answer.done() for answer in waiting)
        await other.execute("UPDATE round SET state = 'closed' WHERE id = $1", bare.round.id)
    answers = await asyncio.gather(*waiting)
    assert {answer.outcome for answer in answers} == {Outcome.CLOSED}
    assert not await stored(database, bare)
    await other.close()


async def test_a_ballot_that_the_database_lost_is_not_answered_with_kept(
    box: BallotBox, database: Database, cast: Cast
) -> None:
    """Connections die in the middle; each ballot is either stored and answered, or its voter hears of an error."""
    bare = await bare_round(database, cast, 60)

    async def kill() -> None:
        for _ in range(12):
            await rows(
                database.url,
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%ballot%'""",
            )
            await asyncio.sleep(0.01)

    async def vote(voter: int) -> Kept | BaseException:
        await asyncio.sleep(voter * 0.003)
        try:
            return await box.put(ballot(bare, voter))
        except Exception as error:
            return error

    *answers, _ = await asyncio.gather(*(vote(number) for number in range(60)), kill())
    there = {row["voter"] for row in await stored(database, bare)}
    for number, answer in enumerate(answers):
        if isinstance(answer, Kept):
            assert ballot(bare, number).voter in there, "acked, and lost"
    again = await asyncio.gather(*(box.put(ballot(bare, number)) for number in range(60)))
    assert {answer.outcome for answer in again} == {Outcome.KEPT}, "the box works on, and the same ballot is kept once"
    assert len(await stored(database, bare)) == 60


async def test_when_the_database_is_gone_all_hear_of_it_soon(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = await bare_round(database, cast, 50)
    tries = 0

    async def refuse(database: Database, casts: list[Ballot]) -> list[Kept]:
        nonlocal tries
        tries += 1
        await asyncio.sleep(0)
        raise ConnectionRefusedError

    opened = BallotBox(database)
    await opened.start()
    monkeypatch.setattr(box_module, "write", refuse)
    puts = (opened.put(ballot(bare, number)) for number in range(50))
    answers = await asyncio.gather(*puts, return_exceptions=True)
    assert all(isinstance(answer, ConnectionRefusedError) for answer in answers)
    assert tries < 20, "one by one helps nobody here"
    monkeypatch.undo()
    assert (await opened.put(ballot(bare, 0))).outcome is Outcome.KEPT
    await opened.drain()


async def test_draining_writes_what_waits_and_takes_no_more(database: Database, cast: Cast) -> None:
    bare = await bare_round(database, cast, 30)
    opened = BallotBox(database)
    await opened.start()
    waiting = [asyncio.ensure_future(opened.put(ballot(bare, number))) for number in range(30)]
    await asyncio.sleep(0)
    assert not any(answer.done() for answer in waiting)
    await opened.drain()
    assert {(await answer).outcome for answer in waiting} == {Outcome.KEPT}
    with pytest.raises(Away):
        await opened.put(ballot(bare, 0))


async def test_a_voter_who_leaves_does_not_stop_the_others(box: BallotBox, database: Database, cast: Cast) -> None:
    bare = await bare_round(database, cast, 3)
    waiting = [asyncio.ensure_future(box.put(ballot(bare, number))) for number in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    assert (await waiting[0]).outcome is Outcome.KEPT
    assert (await waiting[2]).outcome is Outcome.KEPT
