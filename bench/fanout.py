"""One change to everybody: what a delivery costs the server, and when it reaches the screens."""

import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.baselines import nchan_command
from bench.figures import Table, cpu, memory, ms, part
from bench.lines import Asker, Crowd, Listener
from bench.product import SERVER_CORE, Product
from server.checkout import CHECKOUT
from server.ops.embedded import Child
from tests.support.site import free_port


class Tally:
    """When news arrived, over all pages."""

    def __init__(self, sign: bytes = b"") -> None:
        self.sign, self.times, self.size = sign, list[float](), 0

    def heard(self, text: bytes, now: float) -> None:
        """Note a frame that came; it is news when it begins with the sign."""
        if text.startswith(self.sign):
            self.times.append(now)
            self.size = len(text)


@dataclass
class Series:
    """Changes sent one after another: the median's CPU beyond `idle`, and seconds until each page had each change."""

    cost: float
    late: list[float]
    lost: int
    idle: float


def series(
    crowd: Crowd, tally: Tally, members: int, pid: int, publish: Callable[[], None], rounds: int, rest: float
) -> Series:
    """Make `rounds` changes, each about `rest` seconds after the previous one has reached everybody."""
    late: list[float] = []
    idle = _idle(crowd, pid)
    lost, costs = 0, list[float]()
    for _ in range(rounds):
        tally.times.clear()
        spent = cpu(pid)
        start = time.perf_counter()
        publish()
        crowd.run(lambda: len(tally.times) >= members, 10)
        late += [each - start for each in tally.times]
        lost += members - len(tally.times)
        go = time.perf_counter() + random.uniform(0.5, 1.5) * rest
        crowd.run(lambda: time.perf_counter() > go)  # noqa: B023
        costs.append(cpu(pid) - spent - idle * (time.perf_counter() - start))
    return Series(part(costs, 0.5), late, lost, idle)


def _idle(crowd: Crowd, pid: int, seconds: float = 3) -> float:
    """Seconds of CPU per second while nothing happens: pings, heartbeats, checks."""
    began, first = cpu(pid), time.perf_counter()
    crowd.run(lambda: time.perf_counter() > first + seconds)
    return (cpu(pid) - began) / (time.perf_counter() - first)


class ProductFanOut:
    """The coordinator's timer, sent to members in the room."""

    def __init__(self, product: Product, table: Table) -> None:
        self.product, self.table, self.pid = product, table, product.server.pid
        self.crowd = Crowd(product.port)
        self.ada = Asker(self.crowd, product.ada.cookie)
        self.tally = Tally(b'{"after"')
        self.minutes = 0
        self.lines: list[Listener] = []

    def change(self) -> None:
        """Ada sets the timer; nobody waits for her answer."""
        self.minutes = self.minutes % 50 + 1
        self.ada.ask("POST", f"{self.product.room}/timer", f"do=start&minutes={self.minutes}")

    def measure(self, stream: str, cookies: list[str], rounds: int) -> float:
        """Adds lines to the table. Returns microseconds of CPU per delivery, without the cost of the change itself."""
        few, rest = cookies[:2], cookies[2:]
        self.lines = self.crowd.listen(stream, few, self.tally.heard)
        series(self.crowd, self.tally, len(few), self.pid, self.change, 5, 0.2)
        alone = series(self.crowd, self.tally, len(few), self.pid, self.change, rounds, 0.2)
        before, spent, began = memory(self.pid), cpu(self.pid), time.perf_counter()
        self.lines += self.crowd.listen(stream, rest, self.tally.heard)
        seconds = time.perf_counter() - began
        used, held = (cpu(self.pid) - spent) / len(rest), (memory(self.pid) - before) / len(rest)
        members = len(cookies)
        self.table.add(f"{members} members connect", f"{seconds:.1f} s, {ms(used)} of CPU each")
        self.table.add("memory per connected member", f"{held / 1000:.0f} kB", "≤ 25 kB")
        series(self.crowd, self.tally, members, self.pid, self.change, 10, 0.2)
        all_ = series(self.crowd, self.tally, members, self.pid, self.change, rounds, 0.2)
        delivery = (all_.cost - alone.cost) / (members - len(few)) * 1e6
        self.table.add(f"{members} members who only sit there", f"{all_.idle * 100:.1f} % of a core")
        self.table.add("a change alone (post, transaction, read, draw)", f"{ms(alone.cost)} of CPU")
        self.table.add(f"a delivery, frame of {self.tally.size} bytes", f"{delivery:.1f} µs of CPU")
        self.table.add("a delivery with its share of the change", f"{all_.cost / members * 1e6:.1f} µs of CPU")
        late = f"p50 {ms(part(all_.late, 0.5))}, p99 {ms(part(all_.late, 0.99))}, lost {all_.lost}"
        self.table.add(f"from the click to {members} screens", late, "p99 ≤ 100 ms")
        return delivery


def baseline(name: str, folder: Path, members: int, size: int, rounds: int, root: Path) -> float | None:
    """Microseconds of CPU per delivery of a frame of `size` bytes by something else; None if it is not installed."""
    port = free_port()
    words = [sys.executable, "-m", "bench.baselines", name, str(port)]
    if name == "nchan":
        words = nchan_command(port, folder, root) or []
    if not words:
        return None
    pinned = ["taskset", "-c", str(SERVER_CORE), *words]
    child = Child(name, pinned, folder / f"{name}.log", at_our_death=signal.SIGKILL)
    child.start(env={"PATH": "/usr/sbin:/usr/bin:/bin"}, cwd=CHECKOUT)
    try:
        return _measure(name, child, port, members, size, rounds)
    finally:
        child.kill()


def _measure(name: str, child: Child, port: int, members: int, size: int, rounds: int) -> float:
    crowd = Crowd(port)

    def up() -> bool:
        try:
            crowd.drop(Asker(crowd, ""))
        except OSError:
            return False
        return True

    if not child.wait_until(up, 10):
        raise RuntimeError(f"{name}: {child.last_words()}")
    tally = Tally()
    lines = crowd.listen("/live", [""] * members, tally.heard)
    text = "x" * size
    asker = Asker(crowd, "") if name == "nchan" else None

    def publish() -> None:
        if asker is not None:
            asker.ask("POST", "/publish", text)
        else:
            lines[0].say(text.encode())

    series(crowd, tally, members, child.pid, publish, 5, 0.05)
    cost = series(crowd, tally, members, child.pid, publish, rounds, 0.1).cost
    crowd.close()
    return cost / members * 1e6
