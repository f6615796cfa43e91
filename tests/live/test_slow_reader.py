"""R8: one who stops reading slows nobody, takes little memory, is let go with 1013 and catches up."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from schemas.codes import new_public_id
from schemas.idea import Idea
from server.core import clock
from server.core.database import Database
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.member import Staff, took
from tests.support.processes import Server, environment
from tests.support.site import SECRET
from tests.support.stopwatch import Stopwatch
from tests.support.stream import Stream
from tests.support.waiting import until

NORMAL = 100
ACTS = 20
IDEAS = 120
MEMORY = 12 * 1024
"""kB that the server may grow by while one does not read."""


@pytest.fixture
async def server(database_url: str, valkey: Any, clock_file: Any, logs: Path) -> AsyncIterator[Server]:
    """A real process: its memory is its own, and the test's readers do not take its time."""
    started = Server("slow-reader", environment(database_url, valkey.url), logs)
    await started.start()
    yield started
    started.stop()


class Crowd:
    """Projectors that read what comes, and note when each number came."""

    def __init__(self) -> None:
        self.watch = Stopwatch().__enter__()
        self.came: dict[int, list[float]] = {}
        self.sockets: list[ClientConnection] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, url: str, origin: str) -> None:
        """One more."""
        told: dict[str, Any] = {"origin": origin, "compression": None, "proxy": None, "ping_interval": None}
        line = await connect(url, **told)
        self.sockets.append(line)
        self.tasks.append(asyncio.ensure_future(self._read(line)))

    async def _read(self, line: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in line:
                frame = json.loads(text)
                if "after" in frame:
                    self.came.setdefault(frame["seq"], []).append(self.watch.lap())

    async def go(self) -> None:
        """All leave."""
        for task, line in zip(self.tasks, self.sockets, strict=True):
            task.cancel()
            line.transport.abort()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def slowest(crowd: Crowd, ada: Staff) -> float:
    """Lead the meeting to and fro; the 99th percentile of seconds from the click until a projector has it."""
    waits: list[float] = []
    for number in range(ACTS):
        known = set(crowd.came)
        began = crowd.watch.lap()
        assert took(await ada.phase("result" if number % 2 else "reveal"))
        await until(
            lambda known=known: any(len(crowd.came[seq]) >= NORMAL for seq in set(crowd.came) - known),  # type: ignore[misc]
            what="the change on every projector",
        )
        waits += [at - began for seq in set(crowd.came) - known for at in crowd.came[seq]]
    return sorted(waits)[int(len(waits) * 0.99)]


def memory(server: Server) -> int:
    """Resident kB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{server.pid}/status").read_text())
    assert found
    return int(found[1])


async def stop_reading(stream: Stream) -> ClientConnection:
    """Open the page's socket through a small window, and read nothing."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", int(stream.browser.base.rsplit(":", 1)[1])))
    line.setblocking(False)
    headers = {"Cookie": stream.browser.cookie}
    told: dict[str, Any] = {"origin": stream.browser.origin, "additional_headers": headers, "sock": line}
    return await connect(stream.url, compression=None, max_queue=1, ping_interval=None, max_size=2**20, **told)


async def write_long_ideas(database: Database, cast: Cast) -> None:
    """Enough words for frames of a size that fill a line."""
    now, words = clock.now(), "Lange ord om noget. " * 190
    told: dict[str, Any] = {"board_id": cast.board.id, "meeting_id": cast.meeting.id, "text": words}
    told |= {"status_at": now, "created_at": now}
    async with database.begin() as session:
        session.add_all(
            Idea(public_id=new_public_id(), submission=str(number), title=f"Idé {number}", **told)
            for number in range(IDEAS)
        )


async def test_one_who_stops_reading_is_let_go_and_all_others_go_on(server: Server, database: Database) -> None:
    await hold(server, database, rounds=1)


@pytest.mark.soak
async def test_one_who_stops_reading_slows_nobody(server: Server, database: Database) -> None:
    before, during = await hold(server, database, rounds=3)
    assert during <= max(1.2 * before, before + 0.01)


async def hold(server: Server, database: Database, *, rounds: int) -> tuple[float, float]:
    """The 99th percentile of seconds to a hundred readers, without and with one who has stopped reading; of so many
    rounds the best, since a busy machine is no slow reader."""
    cast = await Cast.gather(server.url, database, SECRET, mark="-slow")
    ada, rie = await cast.ada(), await cast.rie()
    await write_long_ideas(database, cast)
    crowd = Crowd()
    url = f"{server.url.replace('http', 'ws')}/live?page=screen&id={cast.meeting.screen_token}&at="
    for _ in range(NORMAL):
        await crowd.come(url, server.url)
    reading = await rie.stream()
    before = min([await slowest(crowd, ada) for _ in range(rounds)])
    await reading.close()

    stream = Stream(rie, rie.room)
    stream.load(await rie.look())
    line = await stop_reading(stream)
    at_first = memory(server)
    during = min([await slowest(crowd, ada) for _ in range(rounds)])
    grown = memory(server) - at_first
    print(f"p99 {before * 1000:.0f} ms with {NORMAL} readers, {during * 1000:.0f} ms with one who stopped, {grown} kB")
    assert grown < MEMORY
    dropped = re.findall(r"peerboard_members_dropped_total{.*", (await ada.get("/metrics")).text)
    assert dropped == ['peerboard_members_dropped_total{code="1013"} 1.0']

    with pytest.raises(ConnectionClosed) as closed:  # back again: what was sent, then the code
        while True:
            stream.receive(str(await asyncio.wait_for(line.recv(), 60)))
    assert closed.value.rcvd is None or closed.value.rcvd.code == 1013
    await stream.follow(stream.page)
    assert took(await ada.phase("reveal"))
    await stream.sees(f"Idé {IDEAS - 1}")
    await settled(stream)
    assert stream.gaps == 0
    await stream.close()
    await crowd.go()
    await cast.leave()
    return before, during
