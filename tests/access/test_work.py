"""S6: once the server is busy, the work of all browsers behind one address is bounded. Nothing here is measured: the
machine is made up, and what counts is who waits and how much work each address is given."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from schemas.format import Phase
from server.core.database import Database
from server.web.fair_share import AHEAD, AT_WORK, LINE, PATIENCE, SHARE, Work
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.site import Site

HOSPITAL, HOME = "10.20.0.1", "10.20.0.2"


@dataclass
class Machine:
    """An event loop's time that is made up: it passes by work and by waiting."""

    time: float = 0.0
    worked: float = 0.0
    waits: list[float] = field(default_factory=list)
    given: dict[str, float] = field(default_factory=dict)
    at_work: int = 0

    def work(self) -> Work:
        """The bound, on this machine."""
        return Work(lambda: self.time, lambda: self.worked, self.pause)

    async def pause(self, event: asyncio.Event, seconds: float) -> None:
        self.waits.append(seconds)
        end = self.time + seconds
        await asyncio.sleep(0)
        while self.time < end and not event.is_set():
            self.rest(end)
            await asyncio.sleep(0)

    def rest(self, end: float) -> None:
        """While nobody works the time passes by itself."""
        if not self.at_work:
            self.time = min(end, self.time + 0.005)

    async def until(self, moment: float) -> None:
        """Let the time pass."""
        while self.time < moment:
            self.rest(moment)
            await asyncio.sleep(0)

    async def page(self, seconds: float, address: str = "", steps: int = 3) -> None:
        """What a page costs: work, a wait for the database, work …"""
        self.at_work += 1
        for _ in range(steps):
            self.worked += seconds / steps
            self.time += seconds / steps
            await asyncio.sleep(0)
        self.at_work -= 1
        self.given[address] = self.given.get(address, 0) + seconds

    async def ask(self, work: Work, address: str, seconds: float) -> bool:
        """One request; False when it was refused."""
        if not await work.may_begin(address):
            return False
        await work.measured(address, self.page(seconds, address))
        return True


async def test_one_person_with_ten_seats_does_not_slow_another_address() -> None:
    """Twenty connections that never rest, beside a member who looks now and then, is never made to wait in line, and
    at each step of a page waits for two others at the most. Without the bound it would be for twenty."""
    machine = Machine()
    work, done = machine.work(), asyncio.Event()
    greedy_page, page, steps = 0.03, 0.01, 3

    async def greedy() -> None:
        while not done.is_set():
            await machine.ask(work, HOSPITAL, greedy_page)

    async def member() -> list[float]:
        took = []
        for _ in range(20):
            await machine.until(machine.time + 1)
            began = machine.time
            assert await machine.ask(work, HOME, page), "a member of another address is refused"
            assert work._of(HOME).waiting == 0
            took.append(machine.time - began)
        done.set()
        return took

    work._of(HOME)
    tasks = [asyncio.ensure_future(greedy()) for _ in range(20)]
    took = await member()
    await asyncio.gather(*tasks)
    alone, in_between = page, (steps + 1) * AT_WORK * greedy_page / steps
    assert max(took[1:]) <= alone + in_between + 1e-9, (max(took), alone + in_between)
    assert machine.given[HOSPITAL] > 0.8 * machine.time, "what nobody else wants is given to nobody"


@pytest.mark.parametrize("company", [False, True])
async def test_fifteen_hundred_people_join_from_one_hospital_within_a_minute(company: bool) -> None:
    """Front page, code, join page, joining, the room and its socket: 30 ms of processor time each. Nobody is refused,
    alone or beside others on a server that is busy all the time, and everybody is in within the minute."""
    machine, answers, people = Machine(), list[bool](), list[asyncio.Future[None]]()
    work = machine.work()

    async def person() -> None:
        for _ in range(6):
            answers.append(await machine.ask(work, HOSPITAL, 0.005))

    for number in range(1500):
        await machine.until(number * 0.039)
        if company:
            work._of(HOME)
        people.append(asyncio.ensure_future(person()))
    await asyncio.gather(*people)
    assert len(answers) == 1500 * 6
    assert all(answers)
    assert machine.given[HOSPITAL] == pytest.approx(45)
    assert machine.time <= 60
    assert company or not machine.waits, "an address that is alone waits for nobody"


async def test_nobody_waits_within_the_share() -> None:
    """Many at a time, for what they ask for rests longer than it works; then those who keep the loop for themselves."""
    machine = Machine()
    work = machine.work()
    for number in range(100):
        await machine.until(number * 0.5)
        await asyncio.gather(*(machine.ask(work, name, 0.03) for name in [HOME, *[HOSPITAL] * 9]))
    assert machine.waits == []
    for _ in range(30):
        await asyncio.gather(*(machine.ask(work, name, 0.03) for name in [HOME, *[HOSPITAL] * 9]))
    assert machine.waits


async def test_a_line_that_is_too_long_or_too_slow_is_refused() -> None:
    machine = Machine()
    work = machine.work()
    await work.may_begin(HOME)
    taken = work._of(HOSPITAL)
    taken.add(AHEAD + 0.1 + PATIENCE * SHARE * 2, machine.time)
    taken.at_work = AT_WORK
    await work.may_begin(HOME)
    began = machine.time
    taken.waiting = LINE
    assert not await work.may_begin(HOSPITAL)
    assert machine.time == began, "a full line is said at once"
    taken.waiting = 0
    machine.waits.clear()
    work._of(HOME)

    async def company() -> None:
        while machine.time < began + PATIENCE:
            work._of(HOME)
            await asyncio.sleep(0)

    others = asyncio.ensure_future(company())
    assert not await work.may_begin(HOSPITAL)
    await others
    assert began + PATIENCE <= machine.time < began + PATIENCE + 1
    assert taken.waiting == 0


async def test_only_work_is_counted_and_only_while_it_is_done() -> None:
    machine = Machine()
    work = machine.work()

    async def held() -> None:
        machine.worked += 0.2
        await asyncio.sleep(0)
        machine.worked += 0.2
        machine.time += 0.1  # it waits for somebody else
        await asyncio.sleep(0)

    await work.measured(HOSPITAL, held())
    assert work._of(HOSPITAL).ahead == pytest.approx(0.4 - 0.1 * SHARE)
    assert work._of(HOSPITAL).at_work == 0

    async def fails() -> None:
        machine.worked += 1
        raise KeyError("x")

    with pytest.raises(KeyError):
        await work.measured(HOSPITAL, fails())
    assert work._of(HOSPITAL).ahead > 1
    assert work._of(HOSPITAL).at_work == 0


async def test_a_measured_task_can_be_cancelled_and_cleans_up() -> None:
    work, cleaned = Machine().work(), asyncio.Event()

    async def hangs() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.set()

    task = asyncio.ensure_future(work.measured(HOSPITAL, hangs()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned.is_set()


@pytest.fixture
async def machine(site: Site) -> AsyncIterator[Machine]:
    """The site's own bound, on a machine that is made up."""
    budget, machine = site.app.state.budget, Machine()
    usual, budget.work = budget.work, machine.work()
    yield machine
    budget.work = usual


async def test_the_browsers_of_one_address_wait_together(
    machine: Machine, site: Site, wire: Browser, database: Database
) -> None:
    """Ten cookies of one address have one share. Another address passes, and so do probes."""
    world = await World.make(wire, database, Phase.REVEAL)
    path, work = f"/m/{world.values['meeting']}/mine", site.app.state.budget.work

    async def status(who: str, address: str) -> int:
        return (await world.get(who, path, X_Forwarded_For=address)).status_code

    assert await status("rie", HOME) == 200
    assert await status("ben", HOSPITAL) == 200
    assert machine.waits == []
    for who in ("ben", "finn", "olga"):
        work._of(HOSPITAL).add(AHEAD + 0.1, machine.time)
        work._of(HOSPITAL).at_work = AT_WORK
        before = len(machine.waits)
        assert await status("rie", HOME) == 200
        assert len(machine.waits) == before, "another address waits"
        assert await status(who, HOSPITAL) == 200
        assert len(machine.waits) > before, "a new cookie is a new share"
    work._of(HOSPITAL).add(AHEAD + 2 * PATIENCE, machine.time)
    work._of(HOSPITAL).waiting = LINE
    assert await status("ben", HOSPITAL) == 429
    assert await status("rie", HOME) == 200
    assert (await wire.get("/healthz", headers={"X-Forwarded-For": HOSPITAL})).status_code == 200


async def test_open_pages_are_not_at_work(site: Site, cast: Cast) -> None:
    """They wait nearly all of their life. Counted as work, two of them would keep all of a hospital waiting in line."""
    people = [await cast.ben(), await cast.rie()]
    streams = [await person.stream() for person in people for _ in range(AT_WORK)]
    assert not any(taken.at_work for taken in site.app.state.budget.work._taken.values())
    for stream in streams:
        await stream.close()
