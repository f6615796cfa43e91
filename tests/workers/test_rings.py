"""A ring makes a job start at once; without Redis it starts within a second or so all the same."""

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.core import clock as now_of
from server.core import jobs
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.redis import QUEUE
from server.core.settings import Settings
from server.ops.embedded import Valkey
from tests.support.waiting import until
from tests.workers.scene import ask, working
from workers import arq_listener
from workers.registry import KINDS, Kind, Lane
from workers.task import Task


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of the test's own, to be broken."""
    server = Valkey(tmp_path / "valkey")
    server.start()
    yield server
    server.stop()


NEVER = 3600
"""Seconds between two looks at what is due: what is done sooner, a ring has started."""


class Work:
    """Makes a job due, rings, and waits until it is done."""

    def __init__(self, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database, self.doorbell = database, Doorbell(settings.redis_url)
        self.done: set[int] = set()
        self.asked: set[int] = set()

        async def note(task: Task) -> None:
            self.done.add(task.subject_id)

        monkeypatch.setitem(KINDS, "test", Kind("test", note, Lane.CORE))

    async def rung(self, first: int) -> bool:
        """Whether a ring has started something: one more job each time, since a ring that nobody hears is not kept."""
        number = first + len(self.asked)
        self.asked.add(number)
        async with self.database.begin() as session:
            await jobs.ring(self.doorbell, await jobs.due(session, "test", number, now_of.now()))
        await asyncio.sleep(0.2)
        return bool(self.asked & self.done)

    async def wait(self, number: int) -> None:
        """One job, from the ring to its end."""
        async with self.database.begin() as session:
            row = await jobs.due(session, "test", number, now_of.now())
        await jobs.ring(self.doorbell, row)
        await until(lambda: number in self.done, what="the job")


async def test_a_ring_shortens_the_wait_and_redis_may_come_and_go(
    settings_with: Callable[..., Settings], database: Database, redis: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arq_listener, "REST", 0.2)
    watch = Work(settings := settings_with(redis_url=redis.url), database, monkeypatch)
    async with working(settings, look=NEVER):
        for number in range(6):
            await watch.wait(number)
        redis.kill()
        redis.start()
        await until(partial(watch.rung, 10), what="a ring to be heard after Redis came back")
    redis.kill()
    async with working(settings):
        await watch.wait(20)
    await watch.doorbell.close()


async def test_strange_bytes_in_the_queue_stop_nobody(
    settings_with: Callable[..., Settings], database: Database, redis: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Work(settings := settings_with(redis_url=redis.url), database, monkeypatch)
    client = Redis.from_url(redis.url)
    await client.zadd(QUEUE, {b"\xff\xfe": 1, "known": 1})
    await client.set("arq:job:known", b"\x80\x04\x95 a pickle")
    async with working(settings):
        await watch.wait(1)
        await client.set("other", "x")
        await client.delete(QUEUE)
        await client.set(QUEUE, "not a sorted set")
        await watch.wait(2)
    await client.aclose()
    await watch.doorbell.close()


async def test_a_worker_leaves_only_json_in_redis(
    settings_with: Callable[..., Settings], database: Database, redis: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Work(settings := settings_with(redis_url=redis.url), database, monkeypatch)
    client = Redis.from_url(redis.url)
    seen: set[bytes] = set()
    async with client.monitor() as spy, working(settings):
        for number in range(20):
            await watch.wait(number)
        while not any(word in seen for word in (b"ZREM",)):
            command = (await asyncio.wait_for(spy.next_command(), 60))["command"]
            name, *words = command.split(" ", 3)
            seen.add(name.encode())
            if name in {"SET", "PSETEX", "SETEX", "PUBLISH"}:
                json.loads(words[-1].replace('\\"', '"'))
    assert b"PSETEX" in seen
    assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'test' AND state = 'done'") == 20
    await client.aclose()
    await watch.doorbell.close()
