"""R2 while the database is slow: nobody is forgotten on the way in, and the room does not wait twice."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from server.database import Database
from server.embedded import Postgres, Valkey
from server.live.watch import Watch
from tests.faults.world import socket_of
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.proxy import Proxy, upstream_unix
from tests.support.site import SECRET, Site
from tests.support.stream import Stream
from tests.support.waiting import until


async def test_the_only_page_of_a_board_catches_up_across_a_sweep(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    page = await rie.look()
    assert took(await ben.propose("Den hun ikke så"))
    quick = Watch.catch_up

    async def slow(self: Watch, *args: Any) -> Any:
        await asyncio.sleep(1.5)  # longer than the time between two sweeps
        return await quick(self, *args)

    monkeypatch.setattr(Watch, "catch_up", slow)
    stream = Stream(rie, rie.room)
    await stream.follow(page)
    await until(lambda: stream.raw, what="the first frame")
    monkeypatch.undo()
    seq = stream.seq
    assert took(await ben.propose("Den hun ser"))
    await stream.reaches(seq + 1, seconds=3)
    await stream.close()


async def test_a_stall_of_the_database_is_over_when_it_is_over(
    database_url: str, database: Database, postgres: Postgres, valkey: Valkey, clock_file: Clock
) -> None:
    line = await Proxy(upstream_unix(socket_of(postgres))).start()
    url = f"postgresql://peerboard@127.0.0.1:{line.port}/{make_url(database_url).database}"
    site = await Site.at(url, valkey.url).start()
    cast = await Cast.gather(site.url, database, SECRET, mark="-stall")
    ben, rie = await cast.ben(), await cast.rie()
    stream = await rie.stream()
    writing = asyncio.ensure_future(ben.propose("Før"))
    await asyncio.sleep(0.02)
    line.stall()
    await asyncio.sleep(2.5)
    line.heal()
    assert took(await writing)
    seq = (await rie.look()).at("at").rpartition(".")[2]
    await stream.reaches(int(seq), seconds=2)
    assert took(await ben.propose("Efter"))
    await stream.reaches(int(seq) + 1, seconds=2)
    await stream.close()
    await cast.leave()
    await site.stop()
    await line.stop()
