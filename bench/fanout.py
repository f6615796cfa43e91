"""One change to everybody: what a delivery costs the server, and when it reaches the screens."""

import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import nchan
from bench.figures import Table, cpu, in_ms, memory, ms, part
from bench.lines import Asker, Crowd, Listener
from bench.product import SERVER_CORE, Product
from server.checkout import CHECKOUT
from server.live.limits import HEARTBEAT
from server.ops.embedded import Child
from tests.support.site import free_port

SIGN, WHOLE = b'{"after":', b"null"
FEW = 2
PAGES = 10
"""Pages of one seat, so that ten thousand need no more than a thousand seats."""
A_SECOND = 10
"""Changes a second, when they come whether or not the last one has reached everybody."""


class Tally:
    """When news arrived, over all pages, and after which number of the board's."""

    def __init__(self, sign: bytes = b"") -> None:
        self.sign, self.size = sign, 0
        self.times, self.after = list[float](), list[int]()

    def heard(self, text: bytes, now: float) -> None:
        """Note a frame that came; it is news when it begins with the sign."""
        if text.startswith(self.sign):
            self.times.append(now)
            self.size = len(text)
            if self.sign and (after := text[len(SIGN) : text.index(b",")].strip()) != WHOLE:
                self.after.append(int(after))

    def clear(self) -> None:
        """Begin anew."""
        self.times.clear()
        self.after.clear()


@dataclass
class Series:
    """Changes sent one after another: the median's CPU beyond `idle`, and seconds until each page had each change."""

    cost: float
    late: list[float]
    lost: int


def series(
    crowd: Crowd, tally: Tally, members: int, pids: list[int], publish: Callable[[], None], rounds: int, rest: float
) -> Series:
    """Make `rounds` changes, each about `rest` seconds after the previous one has reached everybody."""
    late: list[float] = []
    idle = idle_of(crowd, pids)
    lost, costs = 0, list[float]()
    for _ in range(rounds):
        tally.clear()
        spent = cpu(pids)
        start = time.perf_counter()
        publish()
        crowd.run(lambda: len(tally.times) >= members, 10)
        late += [each - start for each in tally.times]
        lost += members - len(tally.times)
        go = time.perf_counter() + random.uniform(0.5, 1.5) * rest
        crowd.run(lambda: time.perf_counter() > go)  # noqa: B023
        costs.append(cpu(pids) - spent - idle * (time.perf_counter() - start))
    return Series(part(costs, 0.5), late, lost)


def idle_of(crowd: Crowd, pids: list[int], seconds: float = 3) -> float:
    """Seconds of CPU per second while nothing happens: pings, heartbeats, checks."""
    began, first = cpu(pids), time.perf_counter()
    crowd.run(lambda: time.perf_counter() > first + seconds)
    return (cpu(pids) - began) / (time.perf_counter() - first)


def paced(
    crowd: Crowd, tally: Tally, publish: Callable[[], None], seconds: float = 5, a_second: float = A_SECOND
) -> list[float]:
    """Make changes at an even pace. For each frame, the seconds since the first change in it was due: one frame may
    carry several, and we may be late ourselves."""
    start, sent = time.perf_counter(), list[float]()

    def go() -> bool:
        due = start + len(sent) / a_second
        if time.perf_counter() >= due and due < start + seconds:
            sent.append(due)
            publish()
        return time.perf_counter() > start + seconds + 2

    tally.clear()
    crowd.run(go, 4 * seconds)
    first = min(tally.after)
    return [now - sent[after - first] for now, after in zip(tally.times, tally.after, strict=True)]


class FanOut:
    """The coordinator's timer, sent to more and more pages of the room."""

    def __init__(self, product: Product, table: Table) -> None:
        self.product, self.table = product, table
        self.crowd = Crowd(product.port)
        self.ada = Asker(self.crowd, product.ada.cookie)
        self.tally = Tally(SIGN)
        self.minutes = 0
        self.lines: list[Listener] = []

    def change(self) -> None:
        """Ada sets the timer; nobody waits for her answer."""
        self.minutes = self.minutes % 50 + 1
        self.ada.ask("POST", f"{self.product.room}/timer", f"do=start&minutes={self.minutes}")

    def measure(self, stream: str, cookies: list[str], sizes: list[int], rounds: int, folder: Path) -> None:
        """Add lines for each size to the table. The others are measured after ours: a page that nobody reads meanwhile
        would be let go, and a process has not descriptors enough for both."""
        pids = self.product.pids
        self.lines = self.crowd.listen(stream, cookies[:FEW], self.tally.heard)
        series(self.crowd, self.tally, FEW, pids, self.change, 5, 0.2)
        alone = series(self.crowd, self.tally, FEW, pids, self.change, rounds, 0.2)
        self.table.add("a change alone (post, transaction, read, draw)", f"{ms(alone.cost)} of CPU")
        ours = [self._size(stream, cookies, members, rounds, alone) for members in sizes]
        self.crowd.close()
        for row in ours:
            members, each = row["members"], row["us_per_delivery"]
            for name, said in NAMES.items():
                other = baseline(name, folder, members, self.tally.size, rounds)
                row[f"{name}_us_per_delivery"] = other and round(other, 2)
                if other is not None:
                    what = f"{members} members: the same by {said}"
                    figure = f"{other:.1f} µs; ours is {each / other:.2f} of it"
                    self.table.add(what, figure, "≤ 1.15" if name == "nchan" else "")
            self.table.note("fanout", **row)

    def _size(self, stream: str, cookies: list[str], members: int, rounds: int, alone: Series) -> dict[str, Any]:
        """What it takes for so many; lines of the table, and the figures."""
        pids = self.product.pids
        self._come(stream, cookies, members)
        idle = idle_of(self.crowd, pids, HEARTBEAT)
        series(self.crowd, self.tally, members, pids, self.change, 5, 0.2)
        all_ = series(self.crowd, self.tally, members, pids, self.change, rounds, 0.2)
        each = (all_.cost - alone.cost) / (members - FEW) * 1e6
        late = paced(self.crowd, self.tally, self.change)
        told = f"p50 {ms(part(all_.late, 0.5))}, p99 {ms(part(all_.late, 0.99))}, lost {all_.lost}"
        self.table.add(f"{members} members who only sit there", f"{idle * 100:.1f} % of a core", "≤ 1 % for 1,000")
        self.table.add(f"{members} members: a delivery, frame of {self.tally.size} bytes", f"{each:.1f} µs of CPU")
        self.table.add(f"… from the click to all their screens, {rounds} times", told, "p99 ≤ 60 ms at 1,000")
        self.table.add(f"… at {A_SECOND} changes a second", f"p99 {ms(part(late, 0.99))}", "≤ 120 ms at 10,000")
        return {
            "members": members,
            "us_per_delivery": round(each, 2),
            "p99_ms": in_ms(part(all_.late, 0.99)),
            "p99_ms_at_ten_a_second": in_ms(part(late, 0.99)),
            "lost": all_.lost,
            "idle_pct": round(idle * 100, 2),
        }

    def _come(self, stream: str, cookies: list[str], members: int) -> None:
        """Let pages come until there are so many, and note what one costs."""
        more = [cookies[number // PAGES] for number in range(len(self.lines), members)]
        pids = self.product.pids
        before, spent, began = memory(pids), cpu(pids), time.perf_counter()
        self.lines += self.crowd.listen(stream, more, self.tally.heard)
        seconds = time.perf_counter() - began
        used, held = (cpu(pids) - spent) / len(more), (memory(pids) - before) / len(more) / 1000
        self.table.add(f"{members} members connect", f"{seconds:.1f} s, {ms(used)} of CPU each", "≤ 8 ms")
        self.table.add("memory per connected member", f"{held:.1f} kB", "≤ 20 kB")
        self.table.note("connect", members=members, cpu_ms=in_ms(used), kb_per_member=round(held, 1))


NAMES = {"loop": "a plain ASGI loop", "broadcast": "websockets' broadcast()", "nchan": "nginx with nchan"}


def baseline(name: str, folder: Path, members: int, size: int, rounds: int) -> float | None:
    """Microseconds of CPU per delivery of a frame of `size` bytes by something else; None if it is not to be had."""
    port = free_port()
    words = [sys.executable, "-m", "bench.baselines", name, str(port)]
    if name == "nchan":
        words = nchan.command(port, folder) or []
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

    series(crowd, tally, members, [child.pid], publish, 5, 0.05)
    cost = series(crowd, tally, members, [child.pid], publish, rounds, 0.1).cost
    crowd.close()
    return cost / members * 1e6
