"""A thousand people join within a minute; and after a restart, everybody comes back."""

import random
import re
import signal
import time
from urllib.parse import urlencode

from bench.fanout import PAGES, Tally
from bench.figures import Table, cpu, in_ms, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product

SECONDS = 60
BACK = 5000
PASSES = {429, 503}
NAMED = {"role": "patient", "name": "Medlem"}


class Newcomer:
    """Somebody with the code: reads the page behind it, says who they are, and comes into the room."""

    def __init__(self, crowd: Crowd, product: Product) -> None:
        self.asker, self.path = Asker(crowd, ""), f"/j/{product.cast.meeting.join_token}"
        self.done, self.due, self.again = 0.0, 0.0, 0
        self._form = ""

    def come(self, due: float) -> None:
        """Begin; `due` is when they should."""
        self.due = due
        self.asker.ask("GET", self.path, "", self._named)

    def _named(self, status: int, body: bytes, _: float) -> None:
        hidden = re.findall(rb'<input type="hidden" name="(\w+)" value="([^"]*)"', body)
        told = {name.decode(): value.decode() for name, value in hidden} | NAMED
        if status != 200:
            raise RuntimeError(f"the door: {status}")
        self._form = urlencode(told)
        self._join()

    def _join(self) -> None:
        self.asker.ask("POST", self.path, self._form, self._joined)

    def _joined(self, status: int, body: bytes, now: float) -> None:
        if status in PASSES:  # as people do who are told to try again; the form is still there
            self.again += 1
            self._join()
        elif status >= 400:
            raise RuntimeError(f"not let in: {status} {body[:200]!r}")
        else:
            self.done = now


def join(product: Product, table: Table, people: int) -> None:
    """People join at an even pace; a page of the room each costs as much as any."""
    crowd, pids = Crowd(product.port), product.pids
    spent, start, behind = cpu(pids), time.perf_counter(), 0.0
    plan = sorted((start + random.uniform(0, SECONDS) for _ in range(people)), reverse=True)
    came: list[Newcomer] = []

    def go() -> bool:
        nonlocal behind
        while plan and plan[-1] <= time.perf_counter():
            due = plan.pop()
            behind = max(behind, time.perf_counter() - due)
            came.append(Newcomer(crowd, product))
            came[-1].come(due)
        return not plan and all(each.done for each in came)

    if not crowd.run(go, 3 * SECONDS):
        raise RuntimeError(f"{sum(not each.done for each in came)} never came in")
    each = (cpu(pids) - spent) / people
    late = [one.done - one.due for one in came]
    again = sum(one.again for one in came)
    told = (
        f"{ms(each)} of CPU each; p50 {ms(part(late, 0.5))}, p99 {ms(part(late, 0.99))}; {again} had to send it again"
    )
    table.add(f"{people} people join within {SECONDS} s", f"{told}; the load was {ms(behind)} late", "≤ 8 ms of CPU")
    figures = {"cpu_ms": in_ms(each), "p99_ms": in_ms(part(late, 0.99)), "load_late_ms": in_ms(behind), "again": again}
    table.note("join", members=people, **figures)
    crowd.close()


def come_back(product: Product, table: Table, stream: str, cookies: list[str], pages: int = BACK) -> None:
    """All pages lose their server, and are there again on the next one."""
    crowd, tally = Crowd(product.port), Tally()
    theirs = [cookies[number // PAGES] for number in range(pages)]
    crowd.listen(stream, theirs, tally.heard)
    product.server.stop(signal.SIGTERM, 30)
    crowd.close()
    product.start_server()
    crowd, began, spent = Crowd(product.port), time.perf_counter(), cpu(product.pids)
    crowd.listen(stream, theirs, tally.heard, at_once=200)
    seconds, used = time.perf_counter() - began, cpu(product.pids) - spent
    table.add(f"{pages} pages come back after a restart", f"{seconds:.1f} s, {ms(used / pages)} of CPU each")
    table.note("back", members=pages, seconds=round(seconds, 2), cpu_ms=in_ms(used / pages))
    crowd.close()
