"""R2: a page that comes back while the database is slow is not forgotten on the way in."""

import asyncio
from typing import Any

import pytest

from server.live.watch import Watch
from tests.support.cast import Cast
from tests.support.member import took
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
