"""`peerboard serve --workers 2`: two processes at one address are one server, and when one dies nothing is lost."""

import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from schemas.codes import new_public_id
from server.core.close_codes import Close
from server.core.database import Database
from server.ops.embedded import Valkey
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.poll import Poll
from tests.support.processes import Server, environment
from tests.support.site import SECRET
from tests.support.stream import Stream
from tests.support.waiting import until

HERE = "SELECT count(DISTINCT seat) FROM presence, unnest(seat_ids) AS seat"


class Shared(Server):
    """A server of two processes, which says who is connected to which."""

    @property
    def processes(self) -> set[int]:
        """Their ids."""
        path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return {int(pid) for pid in path.read_text().split()} if path.exists() else set()

    def holders(self) -> dict[int, int]:
        """The process that has a connection, by the port at the other end."""
        found = dict[int, int]()
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, own, other, state, *rest = line.split()
            if int(own[-4:], 16) == self.port and state == "01":
                inode = f"socket:[{rest[5]}]"
                found |= {int(other[-4:], 16): pid for pid in self.processes if inode in _open_in(pid)}
        return found


def _open_in(pid: int) -> set[str]:
    found = set[str]()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.add(str(each.readlink()))
    return found


@pytest.fixture
async def server(database_url: str, valkey: Valkey, logs: Path) -> AsyncIterator[Shared]:
    """Both processes up."""
    started = Shared("shared", environment(database_url, valkey.url), logs, workers=2)
    await started.start()
    yield started
    started.stop()


@pytest.fixture
async def people(server: Shared, database: Database) -> AsyncIterator[Cast]:
    """The cast, at its address."""
    gathered = await Cast.gather(server.url, database, SECRET)
    yield gathered
    await gathered.leave()


async def open_pages(server: Shared, people: Cast) -> list[Stream]:
    """Members come until each process has some of their pages; the kernel decides who goes where."""
    pages, seen = list[Stream](), set[int]()
    while len(seen) < 2:
        (member,) = await people.guests_join(1)
        page = await member.stream()
        assert page._socket is not None
        seen.add(server.holders()[page._socket.local_address[1]])
        pages.append(page)
    for _ in range(4):
        (member,) = await people.guests_join(1)
        poll = Poll(member, member.room)
        await poll.follow(await member.look())
        pages.append(poll)
    return pages


async def connected(member: Member, count: int) -> None:
    """Returns when the server counts so many open pages, whichever process answers."""

    async def counted() -> bool:
        said = (await member.get("/metrics")).text
        return f"\npeerboard_connected_members {count}.0\n" in said

    await until(counted, what=f"{count} pages to be counted")


async def test_two_processes_are_one_server_and_one_that_dies_takes_nothing_with_it(
    server: Shared, people: Cast, database_url: str
) -> None:
    cost = re.findall(r'"workers": 2, "connections": 50, "max_connections": \d+', server.log.read_text())
    assert cost, "what they cost the database is said"
    ben, pages, titles = await people.ben(), await open_pages(server, people), list[str]()

    async def write(title: str) -> None:
        titles.append(title)
        key = new_public_id()
        for _ in range(100):  # as the page does: sent again with its key until it is answered
            try:
                assert took(await ben.propose(title, key=key))
            except httpx2.TransportError:
                continue
            return
        raise AssertionError("nobody answered")

    async def everybody_sees() -> None:
        number = f" {len(titles)} idé"
        for page in pages:
            await page.until(lambda page: number in page.element("count").text_content(), what=number)

    await write("Ro om natten")
    await everybody_sees()
    await connected(ben, len(pages))

    async def all_here() -> bool:
        return bool((await rows(database_url, HERE))[0][0] == len(pages))

    await until(all_here, what="everybody to be here")

    before = server.processes
    for number, victim in enumerate(before):
        os.kill(victim, signal.SIGKILL)
        for again in range(3):
            await write(f"Idé {number} {again}")
        await everybody_sees()
    await until(lambda: len(server.processes - before) == 2, what="two new processes")
    kept = await rows(database_url, "SELECT title FROM idea")
    assert sorted(row["title"] for row in kept) == sorted(titles), "each is there, once"
    await connected(ben, len(pages))

    server.send(signal.SIGTERM)
    await until(lambda: not server.alive, what="the server to end")
    assert {page.code for page in pages if not isinstance(page, Poll)} == {Close.DEPLOY}
    assert server.status == 0
