"""A job is done by who holds its lease, tried again with growing waits, and given up with a reason."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from server.core import clock as now_of
from server.core import jobs
from server.core.database import Database
from server.core.settings import Settings
from tests.support.clock import Clock
from tests.support.waiting import until
from tests.workers.scene import Room, ask, until_idle, working
from workers import lease, sweep
from workers.registry import KINDS, Kind, Lane, Run
from workers.task import Dead, LeaseLost, Task

FOR_EVER = 24 * 3600
LAPSE = "UPDATE job SET lease_until = lease_until - interval '31 s' RETURNING id"


class Nonsense(Dead):
    """What a job gives up with."""


def _kind(monkeypatch: pytest.MonkeyPatch, run: Run, every: timedelta | None = None) -> None:
    name = "every:test" if every else "test"
    monkeypatch.setitem(KINDS, name, Kind(name, run, Lane.CORE, every))


async def _due(database: Database, count: int = 1, *, after: timedelta = timedelta(0)) -> None:
    async with database.begin() as session:
        for number in range(count):
            await jobs.due(session, "test", number, now_of.now() + after)


async def test_due_is_part_of_the_transaction_and_once_per_key(settings: Settings, database: Database) -> None:
    async with database.begin() as session:
        first = await jobs.due(session, "test", 1, now_of.now())
        assert first is not None
        assert await jobs.due(session, "test", 1, now_of.now()) is None
        assert await jobs.due(session, "test", 1, now_of.now(), dedupe="other") is not None
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as session:
            await jobs.due(session, "test", 2, now_of.now())
            raise ZeroDivisionError
    assert await ask(database, "SELECT count(*) FROM job") == 2


async def test_three_workers_do_each_job_once(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []

    async def note(task: Task) -> None:
        done.append(task.subject_id)

    _kind(monkeypatch, note)
    await _due(database, 200)
    async with working(settings), working(settings), working(settings):
        await until_idle(database)
    assert sorted(done) == list(range(200))


async def test_who_lost_the_lease_writes_nothing(
    room: Room, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is so slow that its lease runs out; a second takes the job; what the first then writes is undone."""
    tokens: list[str] = []
    lost: list[str] = []

    async def slow(task: Task) -> None:
        tokens.append(task.token)
        if len(tokens) == 1:
            await ask(database, LAPSE)
            await until(lambda: len(tokens) == 2, what="the second to take it")
        else:
            await until(lambda: lost, what="the first to fail")
        try:
            async with task.record() as session:
                await jobs.due(session, "written", 0, now_of.now(), dedupe=task.token)
        except LeaseLost:
            lost.append(task.token)
            raise

    _kind(monkeypatch, slow)
    await _due(database)
    async with working(settings):
        await until(lambda: _exists(database, "written"), what="the job")
        await until(lambda: lost, what="the first to fail")
    assert lost == tokens[:1]
    assert await ask(database, "SELECT string_agg(dedupe, ' ') FROM job WHERE kind = 'written'") == tokens[1]
    assert await ask(database, "SELECT state || attempts FROM job WHERE kind = 'test'") == "done2"


async def test_failures_wait_longer_each_time_and_end(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    async def fails(task: Task) -> None:
        raise RuntimeError("holds the name Marie")

    _kind(monkeypatch, fails)
    await _due(database)
    async with working(settings):
        for attempt in range(1, sweep.ATTEMPTS + 1):
            await until(partial(_attempts, database, attempt), what=f"attempt {attempt}")
            clock.ahead(timedelta(minutes=18, seconds=1))
        await until_idle(database)
    assert await ask(database, "SELECT state || ' ' || last_error FROM job WHERE kind = 'test'") == "dead RuntimeError"
    assert [round(sweep.backoff(n).total_seconds() / 2**n) for n in range(1, 9)] == [1] * 8
    assert sweep.backoff(99) <= timedelta(minutes=18)


async def test_dead_means_dead_at_once(settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gives_up(task: Task) -> None:
        raise Nonsense

    _kind(monkeypatch, gives_up)
    await _due(database)
    async with working(settings):
        await until_idle(database)
    assert await ask(database, "SELECT state || ' ' || last_error FROM job WHERE kind = 'test'") == "dead Nonsense"


async def test_what_it_does_not_know_it_leaves_to_newer_workers(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.begin() as session:
        await jobs.due(session, "of_next_year", 1, now_of.now())

    async def nothing(_: Task) -> None:
        pass

    _kind(monkeypatch, nothing)
    await _due(database)
    async with working(settings):
        await until(lambda: _done(database), what="what it knows")
    assert await ask(database, "SELECT state || attempts FROM job WHERE kind = 'of_next_year'") == "due0"


async def test_stopping_finishes_what_is_quick_and_gives_back_what_is_not(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "GRACE", 5)

    async def takes(task: Task) -> None:
        await asyncio.sleep([0.2, FOR_EVER][task.subject_id])

    _kind(monkeypatch, takes)
    await _due(database, 2)
    async with working(settings):
        await until(lambda: _taken(database, 2), what="both to be taken")
    query = "SELECT string_agg(state || attempts || coalesce(lease_token, '-'), ' ' ORDER BY subject_id) FROM job"
    assert await ask(database, f"{query} WHERE kind = 'test'") == "done1- due0-"


async def test_after_an_outage_one_catch_up_and_not_one_per_missed_tick(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    ticks: list[float] = []

    async def tick(task: Task) -> None:
        ticks.append(task.row.due_at.timestamp())

    _kind(monkeypatch, tick, every=timedelta(minutes=10))
    async with working(settings), working(settings):
        await until(lambda: _exists(database, "every:test"), what="the row")
        clock.ahead(timedelta(minutes=10))
        await until(lambda: len(ticks) == 1, what="the first tick")
    clock.ahead(timedelta(hours=50))
    async with working(settings), working(settings):
        await until(lambda: len(ticks) == 2, what="the catch-up")
        await until(lambda: _lies_ahead(database), what="the tick after that")
        assert len(ticks) == 2, "300 ticks were missed, one is made up for"
        clock.ahead(timedelta(minutes=10))
        await until(lambda: len(ticks) == 3, what="the next tick")
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'every:test'") == 1


async def test_a_job_that_kills_workers_is_given_up(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(task: Task) -> None:
        raise AssertionError("it was run again")

    _kind(monkeypatch, never)
    await _due(database)
    for _ in range(sweep.ATTEMPTS):
        async with database.begin() as session:
            assert len((await lease.take(session, ["test"], 5))[1]) == 1
        await ask(database, LAPSE)
    async with working(settings):
        await until_idle(database)
    assert await ask(database, "SELECT state || ' ' || last_error FROM job WHERE kind = 'test'") == "dead WorkerLost"


async def _exists(database: Database, kind: str) -> bool:
    return bool(await ask(database, "SELECT count(*) FROM job WHERE kind = :kind", kind=kind))


async def _attempts(database: Database, wanted: int) -> bool:
    free = "SELECT attempts FROM job WHERE kind = 'test' AND lease_token IS NULL"
    return bool(await ask(database, free) == wanted)


async def _taken(database: Database, wanted: int) -> bool:
    return bool(await ask(database, "SELECT count(*) FROM job WHERE lease_token IS NOT NULL") == wanted)


@pytest.mark.parametrize("repeated", [False, True])
async def test_what_others_wait_for_is_tried_anew_after_a_pause(
    settings: Settings, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, repeated: bool
) -> None:
    """What lasts, and what is repeated, is not given up when many workers died with it in hand."""
    done: list[int] = []

    async def note(task: Task) -> None:
        done.append(task.subject_id)

    name, interval = ("every:test", timedelta(minutes=5)) if repeated else ("test", None)
    monkeypatch.setitem(KINDS, name, Kind(name, note, Lane.CORE, interval, lasting=not repeated))
    async with database.begin() as session:
        await jobs.due(session, name, 0, now_of.now(), dedupe=name)
    await ask(database, "UPDATE job SET attempts = 30 WHERE kind = :kind RETURNING 1", kind=name)
    waits = "SELECT count(*) FROM job WHERE kind = :kind AND state = 'due' AND last_error = 'WorkerLost'"
    async with working(settings):
        await until(lambda: ask(database, waits, kind=name), what="the pause")
        assert not done
        clock.ahead(timedelta(minutes=20))
        await until(lambda: done, what="it to be done")


async def _done(database: Database) -> bool:
    return bool(await ask(database, "SELECT count(*) FROM job WHERE kind = 'test' AND state = 'done'") == 1)


async def _lies_ahead(database: Database) -> bool:
    """The next tick is not due yet: nothing more can be made up for."""
    query = "SELECT due_at > :now AND lease_token IS NULL FROM job WHERE kind = 'every:test'"
    return bool(await ask(database, query, now=now_of.now()))
