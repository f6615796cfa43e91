"""The doorbell rings other processes while Redis is there, and costs nothing while it is not."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from os import kill
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.core import doorbell as module
from server.core import jobs
from server.core.doorbell import Doorbell
from server.ops.embedded import Valkey
from tests.support.waiting import until


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of the test's own, to be broken."""
    server = Valkey(tmp_path / "valkey")
    server.start()
    yield server
    server.stop()


@asynccontextmanager
async def _hearing(url: str) -> AsyncIterator[tuple[Doorbell, list[tuple[int, int]]]]:
    heard: list[tuple[int, int]] = []
    bell = Doorbell(url)
    task = asyncio.create_task(bell.listen(lambda board_id, seq: heard.append((board_id, seq))))
    try:
        yield bell, heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await bell.close()


async def _rung(bell: Doorbell, heard: list[tuple[int, int]], seq: int, seconds: float = 10) -> None:
    """Ring until it is heard."""

    async def once() -> bool:
        await bell.ring(7, seq)
        await asyncio.sleep(0.05)
        return (7, seq) in heard

    await until(once, seconds=seconds, what=f"ring {seq} to be heard")


async def test_a_ring_is_heard_by_all_and_a_storm_once(redis: Valkey) -> None:
    async with _hearing(redis.url) as (ours, we), _hearing(redis.url) as (theirs, they):
        await until(lambda: ours.listening and theirs.listening, what="both to listen")
        for seq in range(1, 1001):
            await ours.ring(7, seq)
        await ours.ring(8, 1)
        await until(lambda: (8, 1) in they and (8, 1) in we, what="the rings")
        assert (7, 1000) in they
        assert len(they) < 20, "only the newest number is told"


async def test_it_comes_back_after_every_fault(redis: Valkey) -> None:
    async with _hearing(redis.url) as (bell, heard):
        await _rung(bell, heard, 1)
        redis.kill()
        await until(lambda: not bell.listening, what="the silence to be noticed")
        await bell.ring(7, 2)
        redis.start()
        await _rung(bell, heard, 3)
        client = Redis.from_url(redis.url)
        await client.flushall()
        await client.client_kill_filter(_type="pubsub", skipme=False)
        await _rung(bell, heard, 4)
        await client.config_set("requirepass", "other")
        await client.client_kill_filter(skipme=True)
        await client.client_kill_filter(_type="pubsub")
        await until(lambda: not bell.listening, what="being locked out")
        await client.config_set("requirepass", "")
        await client.aclose()
        await _rung(bell, heard, 5)


async def test_a_line_that_is_silently_dead_is_noticed(redis: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET", 1)
    async with _hearing(redis.url) as (bell, heard):
        await _rung(bell, heard, 1)
        for _ in range(2):  # a quiet line is asked, and answers
            await asyncio.sleep(module.QUIET)
            assert bell.listening, "quiet is not dead"
        kill(redis.pid, signal.SIGSTOP)
        await until(lambda: not bell.listening, what="the silence to be noticed")
        kill(redis.pid, signal.SIGCONT)
        await _rung(bell, heard, 2)


@pytest.mark.parametrize("fault", ["gone", "stopped", "nowhere", "none"])
async def test_ringing_never_raises_and_never_waits(redis: Valkey, fault: str) -> None:
    url = {"nowhere": "redis://127.0.0.1:1/0", "none": ""}.get(fault, redis.url)
    if fault == "gone":
        redis.kill()
    if fault == "stopped":
        kill(redis.pid, signal.SIGSTOP)
    async with _hearing(url) as (bell, _):
        for seq in range(200):
            for ringing in (bell.ring(7, seq), jobs.ring(bell, seq)):
                with pytest.raises(StopIteration):  # done at its first step: it has nothing that it could wait for
                    ringing.send(None)
            await asyncio.sleep(0)
        assert len(bell.bell._waiting) < 300, "bounded"
    if fault == "stopped":
        kill(redis.pid, signal.SIGCONT)


async def test_nothing_but_json_stands_in_redis(redis: Valkey) -> None:
    client = Redis.from_url(redis.url)
    async with client.monitor() as spy, _hearing(redis.url) as (bell, heard):
        await _rung(bell, heard, 41)
        await jobs.ring(bell, 12)
        commands: list[str] = []
        while not any("ZADD" in command for command in commands):
            commands.append((await asyncio.wait_for(spy.next_command(), 60))["command"])
        keys = [key async for key in client.scan_iter() if await client.type(key) == b"string"]
        values = [await client.get(key) for key in keys]
    assert [json.loads(value)["a"] for value in values] == [[12]]
    assert any(command == "PUBLISH board:7 41" for command in commands)
    await client.aclose()
