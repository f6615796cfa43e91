"""A board's open page read a thousand times a second by strangers, beside a meeting that votes on the same core."""

import time

from bench.figures import Table, cpu, in_ms, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product
from bench.storm import Storm
from server.core import clock

RATE, LINES = 1000, 100
SLUG = "aaben"
OPENED = """
WITH opened AS (INSERT INTO publication (board_id, slug, version, opened_at, intro, shows_meetings, embedded_in)
    VALUES ($1, $2, 1, $3, '', true, '') RETURNING board_id)
INSERT INTO open_idea (idea_id, board_id, shown_at, retold, title, text, digest)
SELECT idea.id, idea.board_id, $3, true, title, text, '' FROM idea JOIN opened ON opened.board_id = idea.board_id
"""


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
    first = await _vote(alone, table, members, None)
    async with beside.database.bare() as connection:
        await connection.execute("UPDATE board SET published = true")
        await connection.execute(OPENED, beside.cast.board.id, SLUG, clock.now())
    readers: list[Readers] = []
    before = cpu(beside.pids)
    second = await _vote(beside, table, members, readers)
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


async def _vote(product: Product, table: Table, members: int, readers: list[Readers] | None) -> list[float]:
    cookies = await product.members(members)
    storm = Storm(product, table)
    if readers is not None:
        readers.append(Readers(storm.crowd, f"/aabent/{SLUG}"))
        storm.crowd.also = readers[0].go
    await storm.measure(await product.stream(), cookies)
    return storm.late
