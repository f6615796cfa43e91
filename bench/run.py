"""`make bench`: measures the product on one core, with the load and the databases on the other, and prints one table.

Figures from a busy machine are not worth keeping: CPU times stay about right, waiting times do not.
"""

import argparse
import asyncio
import os
import platform
import resource
import tempfile
from pathlib import Path

from bench import overview, pages
from bench.fanout import ProductFanOut, baseline
from bench.figures import Table
from bench.product import Product
from bench.votes import Votes
from tests.platform.running import Running
from tests.support.site import free_port
from tests.support.stopwatch import Stopwatch

IDEAS = 60
FRAME = 570
"""Bytes of a frame for the baselines: the size of the timer's."""


def main() -> None:
    """Measure everything, or the part that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=1000, help="who sit in the room")
    parser.add_argument("--rounds", type=int, default=40, help="changes in a series")
    parser.add_argument("--nginx", type=Path, default=Path("/"), help="where nginx and its nchan module were unpacked")
    parser.add_argument("--only", choices=["fanout", "votes", "pages", "overview", "ready"], help="one part")
    asked = parser.parse_args()
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    table = Table()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        if asked.only != "ready":
            asyncio.run(_through_the_product(Path(folder), asked, table))
        if asked.only in {None, "ready"}:
            ready(Path(folder), table)
    busy = os.getloadavg()[0]
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, load average {busy:.1f} at the end\n")
    print(table.text())


async def _through_the_product(folder: Path, asked: argparse.Namespace, table: Table) -> None:
    product = Product(folder)
    try:
        await product.start()
        if asked.only == "overview":
            await overview.measure(product, table)
            return
        await product.ideas(IDEAS)
        cookies = await product.members(asked.members)
        fan = ProductFanOut(product, table)
        if asked.only in {None, "fanout"}:
            others = {
                name: baseline(name, folder, asked.members, FRAME, asked.rounds, asked.nginx)
                for name in ("loop", "broadcast", "nchan")
            }
            ours = fan.measure(await product.stream(), cookies, asked.rounds)
            for name, theirs in others.items():
                if theirs is not None:
                    told = f"{theirs:.1f} µs; ours is {ours / theirs:.2f} of it"
                    table.add(f"the same by {NAMES[name]}", told, "≤ 1.25" if name == "nchan" else "")
        else:
            fan.lines = fan.crowd.listen(await product.stream(), cookies, fan.tally.heard)
        if asked.only in {None, "votes", "pages"}:
            Votes(product, fan, table).measure(cookies)
        if asked.only in {None, "pages"}:
            for line in fan.lines:
                fan.crowd.drop(line)
            pages.measure(product, table, IDEAS)
        if asked.only is None:
            await overview.measure(product, table)
    finally:
        await product.stop()


NAMES = {"loop": "a plain ASGI loop", "broadcast": "websockets' broadcast()", "nchan": "nginx with nchan"}


def ready(folder: Path, table: Table) -> None:
    """Time `peerboard run` on an installed tree, on all cores: with a new folder, then with the same one again."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    seconds = []
    for _ in range(2):
        with Stopwatch() as watch:
            running = Running(folder / "data", free_port())
        seconds.append(watch.seconds)
        running.end()
    table.add("`peerboard run` ready", f"{seconds[0]:.1f} s the first time, {seconds[1]:.1f} s after that", "≤ 5 s")


if __name__ == "__main__":
    main()
