"""A deploy in the middle of a meeting (promise R7): nobody loses anything, and nobody sees an error."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server.core.database import Database
from server.ops.embedded import Valkey
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, link_in, took
from tests.support.site import SECRET
from tests.support.smtp import MailSink
from tests.support.stopwatch import Stopwatch
from tests.support.stream import Stream
from tests.support.waiting import until
from tests.topology.site import House
from tests.topology.stalled import never_reads

pytestmark = [
    pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed"),
]
MEMBERS = 8
DEPLOY, LONGEST = 1012, 10


@pytest.fixture
async def house(database_url: str, valkey: Valkey, mail_sink: MailSink, tmp_path: Path) -> AsyncIterator[House]:
    """Everything up, the worker too."""
    built = await asyncio.to_thread(House, tmp_path, database_url, valkey.url, mail_sink.url)
    await built.worker.start()
    yield built
    await built.stop_all()


@pytest.fixture
async def people(house: House, database: Database) -> AsyncIterator[Cast]:
    """The cast, at the proxy's address."""
    gathered = await Cast.gather(house.url, database, SECRET)
    yield gathered
    await gathered.leave()


class Writers:
    """Members who go on writing ideas whatever happens; `acked` has the titles that the product said it took."""

    def __init__(self, members: list[Member]) -> None:
        self.acked: list[str] = []
        self.refused: list[str] = []
        self._over = False
        self._tasks = [asyncio.ensure_future(self._write(member)) for member in members]

    async def _write(self, member: Member) -> None:
        number = 0
        while not self._over:
            number += 1
            title = f"{member.name} idé {number}"
            answer = await member.propose(title, "Sluk lyset på gangen om aftenen.", key=f"{member.name}-{number}")
            (self.acked if took(answer) else self.refused).append(f"{title} {'' if took(answer) else answer}".strip())
            await asyncio.sleep(0.4)

    async def end(self) -> None:
        """Let everybody finish what they are in the middle of."""
        self._over = True
        await asyncio.gather(*self._tasks)


async def test_a_deploy_loses_nothing(house: House, people: Cast, mail_sink: MailSink, database_url: str) -> None:
    await hold(house, people, mail_sink, database_url)


@pytest.mark.soak
async def test_a_server_that_is_replaced_is_gone_in_ten_seconds(
    house: House, people: Cast, mail_sink: MailSink, database_url: str
) -> None:
    """Its members are elsewhere in half of that: they wait neither for each other nor for the one who never reads."""
    for moved, gone in await hold(house, people, mail_sink, database_url):
        assert moved < LONGEST / 2
        assert gone <= LONGEST


async def hold(house: House, people: Cast, mail_sink: MailSink, database_url: str) -> list[tuple[float, float]]:
    """Replaces both servers during a meeting; for each the seconds until its members had moved, and it was gone."""
    ada = await _sign_in_by_mail(house, people, mail_sink)
    members = await people.guests_join(MEMBERS)
    streams = [await member.stream() for member in members]
    shares = [_sockets(house, number) for number in (0, 1)]
    assert min(shares) >= 2, f"the proxy spread the members as {shares}"

    writers = Writers(members)
    stalled = never_reads(streams[0], house.ports[0])
    took_a = await _deploy(house, 0, shares[0], streams)
    stalled.close()
    await writers.end()
    assert writers.acked
    assert not writers.refused
    stored = [row["title"] for row in await rows(database_url, "SELECT title FROM idea ORDER BY id")]
    assert Counter(stored) == Counter(writers.acked), "each idea that was taken is there, once"

    assert took(await ada.phase("reveal"))
    for stream in streams:
        await stream.sees(writers.acked[-1])
    assert took(await ada.phase("vote"))
    page = await streams[0].until(lambda page: page.find("ballot") is not None)
    dots = [name for name in page.form("#ballot").fields if name.startswith("dots-")][:3]
    ideas = [name.removeprefix("dots-") for name in dots]

    casting = asyncio.ensure_future(_all_vote(members, ideas))
    took_b = await _deploy(house, 1, _sockets(house, 1), streams)
    given = await casting
    assert took(await ada.phase("result"))
    for stream in streams:
        await stream.until(lambda page: page.find("result") is not None)
    counted = "SELECT i.public_id, t.dots FROM tally t JOIN idea i ON i.id = t.idea_id WHERE t.dots > 0"
    assert {row[0]: row[1] for row in await rows(database_url, counted)} == given, "the result is what was acked"
    for stream in streams:
        await settled(stream)
        await stream.close()
    print(f"moved and gone after {took_a} and {took_b} s, {len(writers.acked)} ideas, {sum(given.values())} dots")
    return [took_a, took_b]


async def _sign_in_by_mail(house: House, people: Cast, mail_sink: MailSink) -> Staff:
    """Ada asks for a link; the worker sends it; it leads to the proxy and not to a server."""
    ada = Staff(house.url)
    people.devices["Ada"] = ada
    ada.meeting, address = people.meeting.public_id, people.people["Ada"].mail
    assert took(await ada.post("/login", {"mail": address}))
    await until(lambda: mail_sink.to(address), what="the letter")
    link = link_in(mail_sink.to(address)[0].text)
    assert link.startswith(house.url)
    return await ada.sign_in(link)


async def _deploy(house: House, number: int, there: int, streams: list[Stream]) -> tuple[float, float]:
    """Replace one server. Its sockets (`there`) get 1012 and come back; the seconds until they had, and it was gone."""
    for stream in streams:
        stream.code = None
    before = [len(stream.connected) for stream in streams]
    leaving = asyncio.ensure_future(house.leave(number))

    def moved() -> list[Stream]:
        return [stream for stream, had in zip(streams, before, strict=True) if len(stream.connected) > had]

    with Stopwatch() as watch:
        await until(lambda: len(moved()) >= there, what=f"{there} members to come back")
    assert {stream.code for stream in moved()} == {DEPLOY}
    gone = await leaving
    await house.come(number)
    return watch.seconds, gone


async def _all_vote(members: list[Member], ideas: list[str]) -> dict[str, int]:
    """Everybody votes, and thinks again, while a server goes. The dots of what was acked last, by idea."""
    given: Counter[str] = Counter()

    async def vote(number: int, member: Member) -> None:
        for turn in range(3):
            idea = ideas[(number + turn) % len(ideas)]
            answer = await member.vote({other: 3 if other == idea else 0 for other in ideas})
            assert took(answer), f"{member.name}: {answer.status_code}"
            await asyncio.sleep(0.5)
        given[idea] += 3

    await asyncio.gather(*(vote(number, member) for number, member in enumerate(members)))
    return dict(given)


def _sockets(house: House, number: int) -> int:
    """How many members' sockets one server holds, as it counts them itself."""
    text = httpx2.get(f"http://127.0.0.1:{house.ports[number]}/metrics", trust_env=False).text
    line = next(line for line in text.splitlines() if line.startswith("peerboard_connected_members "))
    return int(float(line.split()[1]))
