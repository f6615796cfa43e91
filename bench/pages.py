"""A room of many ideas as a page: what it costs the server, and how much goes over the wire."""

import gzip
import re
import time

from bench.figures import Table, cpu, in_ms, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product
from bench.storm import lead


def measure(product: Product, table: Table, ideas: int, rounds: int = 40) -> None:
    """Ask for the room when all ideas are shown, again and again, as one member."""
    crowd, pids, got = Crowd(product.port), product.pids, list[bytes]()
    lead(crowd, product, "reveal")
    asker = Asker(crowd, product.cast.devices["Ben"].cookie)

    def read(path: str) -> float:
        began = time.perf_counter()
        asker.ask("GET", path, "", lambda _, body, __: got.append(body))
        crowd.run(lambda: bool(got), 10)
        return time.perf_counter() - began

    took, spent = [], 0.0
    for _ in range(rounds):
        got.clear()
        before = cpu(pids)
        took.append(read(product.room))
        spent += cpu(pids) - before
        rest = time.perf_counter() + 0.06  # a browser may send 25 requests a second
        crowd.run(lambda: time.perf_counter() > rest)  # noqa: B023
    html = got[0]
    wire = _zipped(html)
    figure = f"{ms(spent / rounds)} of CPU, answered in {ms(part(took, 0.5))} (p95 {ms(part(took, 0.95))})"
    table.add(f"the room of {ideas} ideas", figure, "≤ 8 ms of CPU with 60")
    table.note("page", ideas=ideas, cpu_ms=in_ms(spent / rounds), p50_ms=in_ms(part(took, 0.5)), bytes=len(html))
    parts = {"html": wire}
    for path in sorted(set(re.findall(rb'(?:src|href)="(/static/[^"]+\.(?:js|css)[^"]*)"', html))):
        got.clear()
        read(path.decode())
        kind = "js" if b".js" in path else "css"
        parts[kind] = parts.get(kind, 0) + _zipped(got[0])
    told = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in parts.items())
    figure = (
        f"{sum(parts.values()) / 1000:.0f} kB compressed ({told}; the page is {len(html) / 1000:.0f} kB uncompressed)"
    )
    table.add("… its first view over the wire, fonts aside", figure, "≤ 60 kB")
    crowd.close()


def _zipped(body: bytes) -> int:
    return len(gzip.compress(body, 5))
