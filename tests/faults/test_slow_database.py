"""R2 while the database is slow: nobody is forgotten on the way in, and the room does not wait twice."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from server.core.database import Database
from server.live import hub
from server.live.feed import Feed
from server.live.hub import Hub
from server.ops.embedded import Postgres, Valkey
from tests.faults.world import socket_of
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.proxy import Proxy, upstream_unix
from tests.support.site import SECRET, Site
from tests.support.stopwatch import Stopwatch
from tests.support.stream import Stream
from tests.support.waiting import until


async def test_the_only_page_of_a_board_catches_up_across_a_sweep(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    page = await rie.look()
    assert took(await ben.propose("Den hun ikke så"))
    quick = Feed.catch_up

    sweeps, sweep = list[int](), Hub._sweep

    async def swept(self: Hub) -> None:
        await sweep(self)
        sweeps.append(1)

    async def slow(self: Feed, *args: Any) -> Any:
        seen = len(sweeps)
        await until(lambda: len(sweeps) > seen + 1, what="a whole sweep to pass by")
        return await quick(self, *args)

    monkeypatch.setattr(Hub, "_sweep", swept)
    monkeypatch.setattr(Feed, "catch_up", slow)
    stream = Stream(rie, rie.room)
    await stream.follow(page)
    await until(lambda: stream.raw, what="the first frame")
    monkeypatch.setattr(Feed, "catch_up", quick)
    seq = stream.seq
    assert took(await ben.propose("Den hun ser"))
    await stream.reaches(seq + 1)
    await stream.close()


async def test_a_stall_of_the_database_is_over_when_it_is_over(
    database_url: str, database: Database, postgres: Postgres, valkey: Valkey, clock_file: Clock
) -> None:
    await stalled(database_url, database, postgres, valkey)


@pytest.mark.soak
async def test_nobody_waits_for_it_twice(
    database_url: str, database: Database, postgres: Postgres, valkey: Valkey, clock_file: Clock
) -> None:
    assert await stalled(database_url, database, postgres, valkey) < 3


async def test_the_line_is_alive_while_the_database_says_nothing(
    database_url: str, postgres: Postgres, valkey: Valkey, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page takes a line without heartbeats for dead, and would meet the same database elsewhere."""
    monkeypatch.setattr(hub, "HEARTBEAT", 0.1)
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    site = await Site.at(f"postgresql://peerboard@127.0.0.1:{line.port}/{make_url(database_url).database}", "").start()
    cast = await Cast.gather(site.url, database, SECRET, mark=f"-beats-{line.port}")
    stream = await (await cast.rie()).stream()
    lines = site.app.state.runtime.database.driver
    line.stall()
    await until(lambda: lines.get_size() > lines.get_idle_size(), what="the sweep to wait for the database")
    heard = len(stream.raw)
    await until(lambda: len(stream.raw) > heard + 5, what="heartbeats")
    line.heal()
    await stream.close()
    await cast.leave()
    await site.stop()
    await line.stop()


async def stalled(database_url: str, database: Database, postgres: Postgres, valkey: Valkey) -> float:
    """The seconds from the end of a stall until a page has what was written in it and after it."""
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    url = f"postgresql://peerboard@127.0.0.1:{line.port}/{make_url(database_url).database}"
    site = await Site.at(url, valkey.url).start()
    cast = await Cast.gather(site.url, database, SECRET, mark=f"-stall-{line.port}")
    ben, rie = await cast.ben(), await cast.rie()
    stream = await rie.stream()
    line.stall()
    writing = asyncio.ensure_future(ben.propose("Før"))
    await asyncio.sleep(2.5)  # the stall itself: it may be longer, and everybody waits for it
    line.heal()
    with Stopwatch() as watch:
        assert took(await writing)
        seq = (await rie.look()).at("at").rpartition(".")[2]
        await stream.reaches(int(seq))
        assert took(await ben.propose("Efter"))
        await stream.reaches(int(seq) + 1)
    await stream.close()
    await cast.leave()
    await site.stop()
    await line.stop()
    return watch.seconds
