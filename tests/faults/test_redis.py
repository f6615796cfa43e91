"""R6: Redis is a doorbell. Whatever happens to it, writes are answered, and every page comes along (in 2 s)."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from os import kill
from typing import Any

import pytest
from redis.asyncio import Redis

from server.core import doorbell
from server.core.database import Database
from server.ops.embedded import Valkey
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.proxy import Proxy, upstream_unix
from tests.support.site import SECRET, Site
from tests.support.stopwatch import Stopwatch
from tests.support.stream import Stream
from tests.support.waiting import until

Fault = Callable[["Doorbell"], Awaitable[Any]]


class Doorbell:
    """A Valkey behind a proxy, and a way to make it ill and well."""

    def __init__(self, valkey: Valkey, proxy: Proxy) -> None:
        self.valkey, self.proxy = valkey, proxy

    async def say(self, *words: str) -> None:
        """One command, by the straight way."""
        async with Redis.from_url(self.valkey.url) as redis:
            await redis.execute_command(*words)

    async def flush(self) -> None:
        """FLUSHALL."""
        await self.say("FLUSHALL")

    async def die(self) -> None:
        """kill -9."""
        self.valkey.kill()

    async def freeze(self) -> None:
        """SIGSTOP: connections stay, nothing answers."""
        kill(self.valkey.pid, signal.SIGSTOP)

    async def lock(self) -> None:
        """Ask for a password that nobody has, and send everybody away."""
        await self.say("CONFIG", "SET", "requirepass", "hemmeligt")
        self.proxy.reset()

    async def fill(self) -> None:
        """Memory full: writes are refused."""
        await self.say("CONFIG", "SET", "maxmemory", "1")

    async def vanish(self) -> None:
        """The line swallows everything."""
        self.proxy.stall()

    async def heal(self) -> None:
        """Well again, and empty."""
        self.proxy.heal()
        if self.valkey.alive:
            kill(self.valkey.pid, signal.SIGCONT)
            self.valkey.kill()
        await asyncio.to_thread(self.valkey.start)


@pytest.fixture(scope="module")
async def bell(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doorbell]:
    """A Valkey of this module's own."""
    valkey = Valkey(tmp_path_factory.mktemp("doorbell"))
    valkey.start()
    proxy = await Proxy(upstream_unix(str(valkey.socket))).start()
    yield Doorbell(valkey, proxy)
    await proxy.stop()
    valkey.stop()


@pytest.fixture(scope="module")
async def sites(database_url: str, bell: Doorbell, clock_file: Clock) -> AsyncIterator[tuple[Site, Site]]:
    """Two servers that can ring each other only through the proxy, and often try whether they can again."""
    redis_url = f"redis://127.0.0.1:{bell.proxy.port}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doorbell, "REST_MOST", 0.5)
        one = await Site.at(database_url, redis_url).start()
        other = await Site.at(database_url, redis_url).start()
        yield one, other
        await one.stop()
        await other.stop()


FAULTS: dict[str, Fault] = {
    "FLUSHALL": Doorbell.flush,
    "kill -9": Doorbell.die,
    "SIGSTOP": Doorbell.freeze,
    "a wrong password": Doorbell.lock,
    "memory full": Doorbell.fill,
    "a dead line": Doorbell.vanish,
}


@pytest.mark.parametrize("name", FAULTS)
async def test_nothing_waits_for_redis(name: str, bell: Doorbell, sites: tuple[Site, Site], database: Database) -> None:
    """All of it comes about while the fault lasts. That a ring never waits: tests/workers/test_doorbell.py."""
    await hold(name, bell, sites, database)


@pytest.mark.soak
@pytest.mark.parametrize("name", FAULTS)
async def test_nothing_is_late_without_redis(
    name: str, bell: Doorbell, sites: tuple[Site, Site], database: Database
) -> None:
    assert await hold(name, bell, sites, database) < 2, "R2"


async def hold(name: str, bell: Doorbell, sites: tuple[Site, Site], database: Database) -> float:
    """The seconds that the slowest of three ideas needed from one server to the other's page, during a fault."""
    cast = await Cast.gather(sites[0].url, database, SECRET, mark=f"-{name}")
    ben, rie = await cast.ben(), await cast.rie()
    rie.move(sites[1].url)
    stream, slowest = await rie.stream(), 0.0
    try:
        await FAULTS[name](bell)
        for number in range(3):
            with Stopwatch() as watch:
                await write_and_see(ben, stream, database.url, number)
            slowest = max(slowest, watch.seconds)
    finally:
        await bell.heal()
    await until(lambda: all(listening(site) for site in sites), what="the doorbell to be heard again")
    await write_and_see(ben, stream, database.url, 9)
    await stream.close()
    await cast.leave()
    return slowest


async def write_and_see(ben: Member, stream: Stream, database_url: str, number: int) -> None:
    """Ben writes at one server, and the other server's page comes to know."""
    assert took(await ben.propose(f"Idé {number}"))
    log = await rows(
        database_url,
        "SELECT max(seq) AS head FROM event WHERE board_id = (SELECT board_id FROM meeting WHERE public_id = $1)",
        ben.meeting,
    )
    await stream.reaches(log[0]["head"])


def listening(site: Site) -> bool:
    """Whether the server would hear another server's ring."""
    return bool(site.app.state.runtime.doorbell.listening)
