"""Everybody votes: at once, and dot by dot within ten seconds."""

import random
import re
import time
from urllib.parse import urlencode

from bench.fanout import ProductFanOut
from bench.figures import Table, cpu, ms, part
from bench.lines import Asker
from bench.product import Product

DOTS = 5


class Voter:
    """A member with a ballot."""

    def __init__(self, asker: Asker, path: str, ideas: list[str]) -> None:
        self.asker, self.path = asker, path
        self.dots = dict.fromkeys(ideas, 0)
        self.version, self.given, self.refused = 0, 0, 0
        self.late: list[float] = []
        self.waiting = False

    def give(self, dots: int) -> None:
        """Give so many more dots, each to another idea; sends the whole ballot, as the page does."""
        for _ in range(dots):
            self.dots[random.choice([idea for idea, given in self.dots.items() if not given])] = 1
        self.given += dots
        self.waiting, began = True, time.perf_counter()
        sent = {"version": self.version} | {f"dots-{idea}": given for idea, given in self.dots.items()}

        def answered(status: int, body: bytes, now: float) -> None:
            found = re.search(rb'data-version="(\d+)"', body)
            self.waiting = False
            self.late.append(now - began)
            if status == 200 and found:
                self.version = int(found.group(1))
            else:
                self.refused += 1

        self.asker.ask("POST", self.path, urlencode(sent), answered)


class Votes:
    """Continues where the fan-out left off: the members are still in the room."""

    def __init__(self, product: Product, fan: ProductFanOut, table: Table) -> None:
        self.product, self.fan, self.table, self.crowd = product, fan, table, fan.crowd
        self.sign, self.seen = b"", list[float]()
        self.voters: list[Voter] = []

    def measure(self, cookies: list[str]) -> None:
        """Measure both ways of voting."""
        self.voters = self._enter(cookies)
        count, pid = len(self.voters), self.product.server.pid
        for line in self.fan.lines:
            line.heard = self._heard
        self.sign, self.seen = f">{count // 2} af ".encode(), []
        half = self.voters[: count // 2], self.voters[count // 2 :]
        began, spent = time.perf_counter(), cpu(pid)
        for voter in half[0]:
            voter.give(DOTS)
        self._end(self.voters[: count // 2])
        seconds, used = time.perf_counter() - began, (cpu(pid) - spent) / (count // 2)
        late = [late for voter in half[0] for late in voter.late]
        seen = self._seen_after(began)
        self.table.add(
            f"{count // 2} members vote in the same moment, {DOTS} dots",
            f"all acked after {ms(seconds)}: {len(late) / seconds:.0f} votes/s, {ms(used)} of CPU each (frames too)",
        )
        figure = f"{ms(seen)} after they voted, {ms(max(0, seen - seconds))} after the last answer"
        self.table.add("… and everyone sees that all have voted", figure, "≤ 1 s after")
        self._paced(half[1])

    def _paced(self, voters: list[Voter]) -> None:
        start = time.perf_counter()
        plan = sorted((start + random.uniform(0, 10), voter) for voter in voters for _ in range(DOTS))
        waiting: list[tuple[float, Voter]] = list(reversed(plan))

        def go() -> bool:
            while waiting and waiting[-1][0] <= time.perf_counter():
                voter = waiting[-1][1]
                if voter.waiting:  # the page sends the next ballot once the last is answered
                    waiting.append((time.perf_counter() + 0.02, waiting.pop()[1]))
                    waiting.sort(key=lambda each: -each[0])
                    break
                waiting.pop()
                voter.give(1)
            return not waiting

        self.crowd.run(go, 60)
        self._end(voters)
        late = [late for voter in voters for late in voter.late]
        refused = sum(voter.refused for voter in voters)
        figure = f"{len(late) - refused} of {len(voters) * DOTS} acked"
        figure += f", p50 {ms(part(late, 0.5))}, p99 {ms(part(late, 0.99))}"
        self.table.add(f"{len(voters)} members cast {DOTS} dots one by one within 10 s", figure, "p99 ≤ 300 ms")

    def _enter(self, cookies: list[str]) -> list[Voter]:
        self._lead("reveal")
        self._lead("vote")
        page = self._read(self.product.room, cookies[0])
        path = re.search(r'action="(/rounds/[^"]+/ballot)"', page)
        if path is None:
            raise RuntimeError("no ballot on the page")
        ideas = re.findall(r'name="dots-([^"]+)"', page)
        return [Voter(Asker(self.crowd, cookie), path.group(1), ideas) for cookie in cookies]

    def _lead(self, phase: str) -> None:
        done: list[int] = []
        now = re.search(
            r'name="from" value="([^"]*)"', self._read(f"{self.product.room}/desk", self.product.ada.cookie)
        )
        path, form = f"{self.product.room}/phase", f"phase={phase}&from={now.group(1) if now else 0}"
        ada = Asker(self.crowd, self.product.ada.cookie)
        ada.ask("POST", path, form, lambda status, *_: done.append(status))
        self.crowd.run(lambda: bool(done))
        self.crowd.drop(ada)
        if done[0] >= 400:
            raise RuntimeError(f"phase {phase}: {done}")
        end = time.perf_counter() + 1.5
        self.crowd.run(lambda: time.perf_counter() > end)

    def _read(self, path: str, cookie: str) -> str:
        got: list[bytes] = []
        browser = Asker(self.crowd, cookie)
        browser.ask("GET", path, "", lambda _, body, __: got.append(body))
        self.crowd.run(lambda: bool(got))
        self.crowd.drop(browser)
        return got[0].decode()

    def _heard(self, text: bytes, _: float) -> None:
        if self.sign in text:
            self.seen.append(time.perf_counter())

    def _end(self, voters: list[Voter]) -> None:
        if not self.crowd.run(lambda: not any(voter.waiting for voter in voters), 120):
            raise RuntimeError(f"{sum(voter.waiting for voter in voters)} ballots were never answered")

    def _seen_after(self, began: float) -> float:
        self.crowd.run(lambda: len(self.seen) >= len(self.fan.lines), 20)
        return self.seen[len(self.fan.lines) - 1] - began
