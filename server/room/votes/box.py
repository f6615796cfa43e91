"""The ballot box: one per process. Gathers what arrives within a few milliseconds and writes it in one statement.

The batch locks its rounds FOR SHARE; closing takes FOR UPDATE first, so a ballot is either counted or refused. Each
voter is answered after the commit. A batch with a bad ballot is halved until the bad one fails alone.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import asyncpg

from server.core import metrics
from server.core.database import WAIT, Database
from server.core.errors import Away

GATHER = 0.003
"""Seconds that a batch waits for company."""
BATCH_MOST = 2000

BAD_BALLOT = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, ValueError, OverflowError, TypeError)
"""What one ballot can do to its batch. When the database is away, trying one by one only makes everybody wait."""

RESTS = (0.02, 0.1, 0.3)
"""Seconds before the tries that follow a connection which was lost while it wrote."""

LOCK = "SELECT id FROM round WHERE id = ANY($1::bigint[]) AND state = 'open' ORDER BY id FOR SHARE"
MAY_VOTE = """
SELECT asked.round_id, asked.seat_id FROM unnest($1::bigint[], $2::bigint[]) AS asked (round_id, seat_id)
JOIN round_voter USING (round_id, seat_id)
JOIN seat ON seat.id = asked.seat_id AND seat.removed_at IS NULL
"""
WRITE = """
INSERT INTO ballot (round_id, voter, dots, version)
SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::jsonb[], $4::int[]) AS cast_now (round_id, voter, dots, version)
WHERE version = 1 OR EXISTS (SELECT FROM ballot WHERE (round_id, voter) = (cast_now.round_id, cast_now.voter))
ORDER BY round_id, voter
ON CONFLICT (round_id, voter) DO UPDATE SET dots = excluded.dots, version = excluded.version
WHERE ballot.version = excluded.version - 1
RETURNING round_id, voter
"""
STORED = """
SELECT round_id, voter, dots, version FROM ballot
JOIN unnest($1::bigint[], $2::bytea[]) AS asked (round_id, voter) USING (round_id, voter)
"""


class Outcome(StrEnum):
    KEPT = "kept"
    OUTDATED = "outdated"
    """Another device was faster; the answer holds what is stored."""
    CLOSED = "closed"
    NOT_A_VOTER = "not_a_voter"


@dataclass(frozen=True)
class Cast:
    """One ballot on its way in: all dots of one voter, and the version it starts from (0 = none yet)."""

    round_id: int
    seat_id: int
    voter: bytes
    dots: dict[str, int]
    version: int


@dataclass(frozen=True)
class Kept:
    """What became of a cast ballot, and what is stored now."""

    outcome: Outcome
    dots: dict[str, int]
    version: int


class BallotBox:
    """`await start()`; `await put(cast)`; `await drain()` writes what waits and takes no more."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Cast, asyncio.Future[Kept]]] = []
        self._came = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    async def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._write_forever(), name="ballot box")

    async def put(self, cast: Cast) -> Kept:
        """Returns after the ballot is committed, or refused. Raises Away when it cannot be kept now, and once the box
        is drained."""
        if self._closing:
            raise Away
        answer: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((cast, answer))
        self._came.set()
        return await answer

    async def drain(self) -> None:
        """Write what is waiting, then stop."""
        self._closing = True
        self._came.set()
        if self._task:
            await self._task

    async def _write_forever(self) -> None:
        while not (self._closing and not self._waiting):
            await self._came.wait()
            if not self._closing:
                await asyncio.sleep(GATHER)
            batch, self._waiting = self._waiting[:BATCH_MOST], self._waiting[BATCH_MOST:]
            if not self._waiting and not self._closing:
                self._came.clear()
            while batch:
                now, batch = _one_per_voter(batch)
                await self._answer(now)

    async def _answer(self, batch: list[tuple[Cast, asyncio.Future[Kept]]]) -> None:
        try:
            kept = await self._try([cast for cast, _ in batch])
        except Exception as error:
            if len(batch) > 1 and isinstance(error, BAD_BALLOT):
                middle = len(batch) // 2
                await self._answer(batch[:middle])
                await self._answer(batch[middle:])
                return
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        metrics.BALLOT_BATCH.observe(len(batch))
        for (_, answer), what in zip(batch, kept, strict=True):
            metrics.BALLOTS.labels(what.outcome.value).inc()
            if not answer.done():
                answer.set_result(what)

    async def _try(self, casts: list[Cast]) -> list[Kept]:
        """Write, and again where a connection was lost: a ballot that was stored after all is found to be kept."""
        until = time.monotonic() + WAIT
        for rest in RESTS:
            try:
                return await write(self._database, casts)
            except Away:
                if time.monotonic() > until:  # the database was waited for already
                    raise
                await asyncio.sleep(rest)
        return await write(self._database, casts)


def _one_per_voter(batch: list[Any]) -> tuple[list[Any], list[Any]]:
    """The first ballot of each voter now, the rest after: one row cannot be written twice in a statement."""
    first: dict[tuple[int, bytes], Any] = {}
    rest = []
    for item in batch:
        key = (item[0].round_id, item[0].voter)
        if key in first:
            rest.append(item)
        else:
            first[key] = item
    return list(first.values()), rest


async def write(database: Database, casts: list[Cast]) -> list[Kept]:
    """Write ballots of different voters in one transaction; an answer for each, in order.

    A ballot that equals what is stored is kept: the answer to an earlier try was lost.
    """
    async with database.bare() as connection:
        open_rounds = {row[0] for row in await connection.fetch(LOCK, sorted({cast.round_id for cast in casts}))}
        asked = [cast.round_id for cast in casts], [cast.seat_id for cast in casts]
        voters = {tuple(row) for row in await connection.fetch(MAY_VOTE, *asked)}
        good = [cast for cast in casts if cast.round_id in open_rounds and (cast.round_id, cast.seat_id) in voters]
        written = await connection.fetch(
            WRITE,
            [cast.round_id for cast in good],
            [cast.voter for cast in good],
            [json.dumps(cast.dots) for cast in good],
            [cast.version + 1 for cast in good],
        )
        done = {(row[0], row[1]) for row in written}
        behind = [cast for cast in good if (cast.round_id, cast.voter) not in done]
        stored = (
            await connection.fetch(STORED, [c.round_id for c in behind], [c.voter for c in behind]) if behind else []
        )
        there = {(row[0], row[1]): (json.loads(row[2]), row[3]) for row in stored}
    return [_kept(cast, open_rounds, voters, done, there) for cast in casts]


def _kept(cast: Cast, open_rounds: set[int], voters: set[Any], done: set[Any], there: dict[Any, Any]) -> Kept:
    key = (cast.round_id, cast.voter)
    if cast.round_id not in open_rounds:
        return Kept(Outcome.CLOSED, {}, 0)
    if (cast.round_id, cast.seat_id) not in voters:
        return Kept(Outcome.NOT_A_VOTER, {}, 0)
    if key in done:
        return Kept(Outcome.KEPT, cast.dots, cast.version + 1)
    dots, version = there.get(key, ({}, 0))
    return Kept(Outcome.KEPT if dots == cast.dots else Outcome.OUTDATED, dots, version)
