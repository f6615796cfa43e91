"""S6: once the server is busy, the work of all browsers behind one address is bounded. Nothing here is measured: the
machine is made up, and what counts is who waits and how much work each address is given."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from schemas.format import Phase
from server.database import Database
from server.work import AHEAD, EXPECTED, LAG, LINE, PATIENCE, SHARE, Work
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.site import Site

HOSPITAL, HOME = "10.20.0.1", "10.20.0.2"


@dataclass
class Machine:
    """A processor that is made up: time passes by work and by waiting, and it is as busy as it is told to be."""

    time: float = 0.0
    worked: float = 0.0
    delay: float = 10 * LAG
    waits: list[float] = field(default_factory=list)
    given: dict[str, float] = field(default_factory=dict)

    def work(self) -> Work:
        """The bound, on this machine."""
        return Work(lambda: self.time, lambda: self.worked, self.lag, self.sleep)

    async def lag(self) -> float:
        return self.delay

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)

    async def page(self, seconds: float, address: str = "", steps: int = 2) -> None:
        """What a page costs: work, a wait for the database, work."""
        for _ in range(steps):
            self.worked += seconds / steps
            self.time += seconds / steps
            self.given[address] = self.given.get(address, 0) + seconds / steps
            await asyncio.sleep(0)

    async def ask(self, work: Work, address: str, seconds: float) -> int | None:
        """One request: how often it was made to wait, or None when it was refused."""
        before = len(self.waits)
        if not await work.may_begin(address):
            return None
        waited = len(self.waits) - before
        await work.measured(address, self.page(seconds, address))
        return waited


async def test_one_person_with_ten_seats_does_not_slow_another_address() -> None:
    """Twenty connections that never rest, beside a member who looks now and then and is never made to wait."""
    machine = Machine()
    work = machine.work()
    done = asyncio.Event()

    async def greedy() -> None:
        while not done.is_set():
            await machine.ask(work, HOSPITAL, 0.03)

    async def member() -> list[int]:
        waited = []
        for _ in range(20):
            assert await work.may_begin(HOME), "a member of another address is refused"
            waited.append(work._of(HOME).waiting)
            await work.measured(HOME, machine.page(0.01, HOME))
            until = machine.time + 0.5
            while machine.time < until:
                machine.time += 0.005
                await asyncio.sleep(0)
        done.set()
        return waited

    tasks = [asyncio.ensure_future(greedy()) for _ in range(20)]
    assert await member() == [0] * 20
    await asyncio.gather(*tasks)
    assert machine.given[HOME] == pytest.approx(0.2)
    assert machine.given[HOSPITAL] <= SHARE * machine.time + AHEAD + 20 * 0.03, "its work is not bounded"
    assert machine.given[HOSPITAL] > 0.5 * SHARE * machine.time, "what is left over is not given to anybody"


async def test_fifteen_hundred_people_join_from_one_hospital_within_a_minute() -> None:
    """Front page, code, join page, joining, the room and its socket: 30 ms of processor time each. Alone nobody waits;
    beside others, on a server that is busy all the time, they are through within the minute."""
    for company in (False, True):
        machine = Machine()
        work = machine.work()
        refused = 0
        for person in range(1500):
            if company:
                await work.may_begin(HOME)
            refused += (await machine.ask(work, HOSPITAL, 0.03)) is None
            machine.time = max(machine.time, person * 0.039)
        assert refused == 0
        assert machine.waits == [] or company, "an address that is alone waits for nobody"
        assert machine.time <= 60 + 1e-6, (company, machine.time)


async def test_nobody_waits_while_the_server_is_not_busy() -> None:
    machine = Machine(delay=0.0)
    work = machine.work()
    for _ in range(500):
        await work.may_begin(HOME)
        assert await machine.ask(work, HOSPITAL, 0.05) == 0
    machine.delay = 10 * LAG
    assert await machine.ask(work, HOSPITAL, 0.05)


async def test_a_line_that_is_too_long_or_too_slow_is_refused() -> None:
    machine = Machine()
    work = machine.work()
    await work.may_begin(HOME)
    taken = work._of(HOSPITAL)
    taken.add(AHEAD + 0.1 + PATIENCE * SHARE * 2, machine.time)
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

    async def fails() -> None:
        machine.worked += 1
        raise KeyError("x")

    with pytest.raises(KeyError):
        await work.measured(HOSPITAL, fails())
    assert work._of(HOSPITAL).ahead > 1 - EXPECTED


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
    """The site's own bound, on a machine that is always busy."""
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
