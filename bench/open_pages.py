"""A board's open page read a thousand times a second by strangers, beside a meeting that votes on the same core."""

import time

from bench.figures import Table, cpu, in_ms, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product
from bench.storm import Storm
from tests.views.public.opened import Opened

RATE, LINES = 1000, 100
IDEAS = 60
TEXT = "Sluk lyset på gangen kl. 22, og tal sammen i vagtstuen. " * 3


class Readers:
    """Strangers who read one page at a steady rate, over lines of their own."""

    def __init__(self, crowd: Crowd, path: str) -> None:
        self.path, self.idle = path, [Asker(crowd, "") for _ in range(LINES)]
        self.took, self.statuses, self.bytes = list[float](), set[int](), 0
        self.began = self.next = time.perf_counter()

    def go(self) -> None:
        """Send what is due, as far as a line is free."""
        now = time.perf_counter()
        while self.next <= now and self.idle:
            asker, due = self.idle.pop(), self.next
            asker.ask("GET", self.path, "", lambda *told, asker=asker, due=due: self._answered(asker, due, *told))
            self.next += 1 / RATE

    def _answered(self, asker: Asker, due: float, status: int, body: bytes, when: float) -> None:
        self.idle.append(asker)
        self.took.append(when - due)
        self.statuses.add(status)
        self.bytes = len(body)


async def measure(alone: Product, beside: Product, table: Table, members: int) -> None:
    """The same vote twice: alone, and beside the readers."""
    first = await _vote(alone, table, members, [], "")
    opened = await Opened.make(beside.database, "aaben")
    await opened.several(IDEAS, "Ro om aftenen på gangen", TEXT, "Det gør vi fra mandag.")
    readers: list[Readers] = []
    before = cpu(beside.pids)
    second = await _vote(beside, table, members, readers, opened.path)
    used, seconds = cpu(beside.pids) - before, time.perf_counter() - readers[0].began
    took, read = readers[0].took, len(readers[0].took)
    rate = read / seconds
    p99 = part(first, 0.99), part(second, 0.99)
    moved = 100 * (p99[1] / p99[0] - 1)
    figure = (
        f"{read} answers in {seconds:.0f} s ({rate:.0f} a second, {readers[0].bytes / 1000:.0f} kB each, "
        f"{sorted(readers[0].statuses)}); p50 {ms(part(took, 0.5))}, p99 {ms(part(took, 0.99))}; "
        f"{100 * used / seconds:.0f} % of the core with the vote; "
        f"the vote's p99 {ms(p99[0])} alone, {ms(p99[1])} beside it ({moved:+.0f} %)"
    )
    table.add(f"an open page {RATE} times a second beside {members} who vote", figure, "1,000 a second, + 20 %")
    table.note("open", read=read, rate=round(rate), p99_ms=in_ms(part(took, 0.99)), moved_pct=round(moved))


async def _vote(product: Product, table: Table, members: int, readers: list[Readers], path: str) -> list[float]:
    cookies = await product.members(members)
    storm = Storm(product, table)
    if path:
        readers.append(Readers(storm.crowd, path))
        storm.crowd.also = readers[0].go
    await storm.measure(await product.stream(), cookies)
    return storm.late
