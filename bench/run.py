"""`make bench`: measures the product on one core, with the load and the databases on the other; prints one table and
writes bench/out/latest.json.

Figures from a busy machine are not worth keeping: CPU times stay about right, waiting times do not.
"""

import argparse
import asyncio
import os
import platform
import resource
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from bench import growth, joining, open_pages, pages
from bench.boards import Boards
from bench.changes import Changes
from bench.fanout import PAGES, FanOut
from bench.figures import Table, family, go_first
from bench.product import Product
from bench.storm import Storm
from tests.platform.running import Running
from tests.support.site import free_port
from tests.support.stopwatch import Stopwatch
from tests.views.public.opened import Opened

IDEAS = 60
SHOWN = "SELECT public_id FROM idea ORDER BY number"


@dataclass
class Run:
    """What was asked for, where the figures go, and how much of everything: `short` is a tenth."""

    table: Table
    folder: Path
    rounds: int
    short: bool
    first: bool = False
    """Whether what is measured goes before whatever else the machine does."""

    def of(self, many: int) -> int:
        """So many, or a tenth of it."""
        return max(2, many // 10) if self.short else many

    async def product(self, *, ideas: int = 0, workers: int = 1) -> Product:
        """A product of its own."""
        made = Product(Path(tempfile.mkdtemp(dir=self.folder)), workers)
        await made.start()
        await made.ideas(ideas)
        return made


async def fanout(run: Run) -> None:
    """1."""
    product = await run.product(ideas=IDEAS)
    sizes = [run.of(size) for size in (100, 1000, 5000, 10_000)]
    cookies = await product.members(max(sizes) // PAGES + 1)
    FanOut(product, run.table).measure(await product.stream(), cookies, sizes, run.rounds, run.folder)
    await product.stop()


async def storm(run: Run) -> None:
    """2."""
    for workers in (1, 2):
        for members in (300, 1000, 2000):
            product = await run.product(ideas=IDEAS, workers=workers)
            cookies = await product.members(run.of(members))
            await Storm(product, run.table).measure(await product.stream(), cookies)
            await product.stop()
    of_one, of_two = ([row for row in run.table.figures["storm"] if row["servers"] == servers] for servers in (1, 2))
    for one, two in zip(of_one, of_two, strict=True):
        ratio = two["cpu_ms_per_vote"] / one["cpu_ms_per_vote"], one["seconds"] / two["seconds"]
        told = f"{ratio[0]:.2f} of the CPU per vote, {ratio[1]:.2f} of the throughput"
        run.table.add(f"two servers against one, {one['members']} members", told, "≤ 1.15 of the CPU")


async def change(run: Run) -> None:
    """3."""
    product = await run.product(ideas=IDEAS)
    cookies = await product.members(run.of(1000))
    async with product.database.bare() as connection:
        ideas = [row["public_id"] for row in await connection.fetch(SHOWN)]
    sizes = [run.of(100), run.of(1000)]
    leo = (await product.cast.leo()).cookie
    Changes(product, run.table, cookies, ideas, leo).measure(await product.stream(), sizes, min(run.rounds, 20))
    await product.stop()


async def join(run: Run) -> None:
    """4."""
    product = await run.product()
    await product.ada.post(f"{product.room}/room-for-more", {"of": "seats"})
    joining.join(product, run.table, run.of(1000))
    pages_back = run.of(joining.BACK)
    cookies = await product.members(pages_back // PAGES + 1)
    joining.come_back(product, run.table, await product.stream(), cookies, pages_back)
    await product.stop()


async def boards(run: Run) -> None:
    """5."""
    product = await run.product()
    await Boards(product, run.table).measure(run.of(1000))
    await product.stop()


async def grown(run: Run) -> None:
    """6."""
    product = await run.product(ideas=IDEAS)
    await growth.measure(product, run.table, growth.Size(run.of(2000), run.of(100_000), run.of(5_000_000)))
    await product.stop()


async def rooms(run: Run) -> None:
    """7."""
    for ideas in (IDEAS, 10 * IDEAS):
        product = await run.product(ideas=ideas)
        pages.measure(product, run.table, ideas)
        await product.stop()


async def opened(run: Run) -> None:
    """8."""
    product = await run.product(ideas=IDEAS)
    async with product.database.bare() as connection:
        ideas = [row["public_id"] for row in await connection.fetch(SHOWN)]
    board = await Opened.make(product.database, "aaben")
    await board.several(open_pages.IDEAS, "Ro om aftenen på gangen", open_pages.TEXT, "Det gør vi fra mandag.")
    cookies = await product.members(run.of(300))
    meeting = open_pages.Meeting(product, ideas, cookies)
    meeting.listen(await product.stream(), cookies)
    if run.first:
        go_first([os.getpid(), *product.pids, *product.database_pids, *family(product.valkey.pid)])
    open_pages.measure(product, run.table, board, meeting, max(2, run.rounds // 3))
    await product.stop()


async def ready(run: Run) -> None:
    """Time `peerboard run` on an installed tree, on all cores: with a new folder, then with the same one again."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    seconds = []
    for _ in range(2):
        with Stopwatch() as watch:
            running = Running(run.folder / "data", free_port())
        seconds.append(watch.seconds)
        running.end()
    run.table.add("`peerboard run` ready", f"{seconds[0]:.1f} s the first time, {seconds[1]:.1f} s after that", "≤ 5 s")


PARTS: dict[str, Callable[[Run], Coroutine[None, None, None]]] = {
    "fanout": fanout,
    "storm": storm,
    "change": change,
    "join": join,
    "boards": boards,
    "growth": grown,
    "pages": rooms,
    "open": opened,
    "ready": ready,
}


def main() -> None:
    """Measure everything, or the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="changes in a series")
    parser.add_argument("--short", action="store_true", help="a tenth of everybody, to see whether it runs")
    parser.add_argument("--first", action="store_true", help="measure `open` before all others on a busy machine; root")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="some parts")
    asked = parser.parse_args()
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    table = Table()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        for name in asked.only:
            asyncio.run(PARTS[name](Run(table, Path(folder), asked.rounds, asked.short, asked.first)))
            table.write()  # what follows may fail
    first = next((row for row in table.figures.get("fanout", ()) if row["members"] >= 1000), None)
    if first is not None:
        held = next(row for row in table.figures["connect"] if row["members"] == first["members"])
        table.figures |= {"kb_per_member": held["kb_per_member"], "idle_pct": first["idle_pct"]}
    busy = os.getloadavg()[0]
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, load average {busy:.1f} at the end\n")
    print(table.text())
    print(f"\n{table.write()}")


if __name__ == "__main__":
    main()
