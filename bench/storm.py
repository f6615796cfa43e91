"""Everybody votes, dot by dot within ten seconds, at one server and at two."""

import random
import re
import time
from collections import deque
from urllib.parse import urlencode

from bench.figures import Table, cpu, in_ms, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product

DOTS, SECONDS = 5, 10
KEPT = """
SELECT coalesce(sum(given::int), 0) FROM ballot, jsonb_each_text(dots) AS dot (idea, given)
WHERE round_id = (SELECT max(id) FROM round)
"""


class Voter:
    """A member with a ballot, who sends the next one when the last is answered, as the page does."""

    def __init__(self, asker: Asker, path: str, ideas: list[str]) -> None:
        self.asker, self.path = asker, path
        self.dots = dict.fromkeys(ideas, 0)
        self.version, self.refused, self.acked, self.voted = 0, 0, 0, 0.0
        self.late: list[float] = []
        self._due: deque[float] = deque()

    @property
    def waiting(self) -> bool:
        """Whether a ballot was not answered yet."""
        return bool(self._due)

    def give(self, due: float) -> None:
        """Give one more dot, to another idea; `due` is when it should be."""
        self._due.append(due)
        if len(self._due) == 1:
            self._send()

    def _send(self) -> None:
        self.dots[random.choice([idea for idea, given in self.dots.items() if not given])] = 1
        sent = {"version": self.version} | {f"dots-{idea}": given for idea, given in self.dots.items()}
        self.asker.ask("POST", self.path, urlencode(sent), self._answered)

    def _answered(self, status: int, body: bytes, now: float) -> None:
        found = re.search(rb'data-version="(\d+)"', body)
        self.late.append(now - self._due.popleft())
        self.voted = self.voted or now
        if status == 200 and found:
            self.version, self.acked = int(found.group(1)), sum(self.dots.values())
        else:
            self.refused += 1
        if self._due:
            self._send()


class Storm:
    """One vote of a room full of members, all of whom follow it."""

    def __init__(self, product: Product, table: Table) -> None:
        self.product, self.table, self.crowd = product, table, Crowd(product.port)
        self.late: list[float] = []
        """Seconds until each ballot of the last vote was answered."""
        self.sign, self.seen, self.frames = re.compile(rb"(?!)"), list[float](), 0

    async def measure(self, stream: str, cookies: list[str]) -> None:
        """Hold it, and add a line."""
        voters = self._enter(cookies)
        lines = self.crowd.listen(stream, cookies, self._heard)
        count, servers = len(voters), max(1, self.product.workers)
        self.sign, self.seen, self.frames = re.compile(rb">%d af \d+ har stemt" % count), [], 0
        ours, theirs = cpu(self.product.pids), cpu(self.product.database_pids)
        began, behind = time.perf_counter(), self._vote(voters)
        ended = time.perf_counter()
        used, database = cpu(self.product.pids) - ours, cpu(self.product.database_pids) - theirs
        self.crowd.run(lambda: len(self.seen) >= len(lines), 20)
        voted = max(voter.voted for voter in voters)
        converged = self.seen[len(lines) - 1] - voted if len(self.seen) >= len(lines) else float("inf")
        late = self.late = [late for voter in voters for late in voter.late]
        acked = len(late) - sum(voter.refused for voter in voters)
        lost = await self._lost(voters)
        self.table.add(
            f"{count} members, {DOTS} dots each within {SECONDS} s, {servers} server{'s' * (servers > 1)}",
            f"{acked} of {count * DOTS} acked in {ended - began:.1f} s, {lost} lost; p50 {ms(part(late, 0.5))}, "
            f"p99 {ms(part(late, 0.99))}; that all have voted everybody saw after {ms(converged)}; "
            f"{self.frames / count:.0f} frames each; {sum(voter.asker.again for voter in voters)} sent twice; "
            f"CPU of a vote: server {ms(used / acked)}, database {ms(database / acked)}; "
            f"the load itself was {ms(behind)} late",
            "all, none lost, p99 ≤ 300 ms, ≤ 1 s; ≤ 0.7 and 0.4 ms",
        )
        self.table.note(
            "storm",
            members=count,
            servers=servers,
            writes=count * DOTS,
            acked=acked,
            lost=lost,
            seconds=round(ended - began, 2),
            p50_ms=in_ms(part(late, 0.5)),
            p99_ms=in_ms(part(late, 0.99)),
            cpu_ms_per_vote=in_ms(used / acked),
            database_cpu_ms_per_vote=in_ms(database / acked),
            converged_ms=in_ms(converged),
            messages_per_member=round(self.frames / count, 1),
            load_late_ms=in_ms(behind),
        )
        self.crowd.close()

    def _vote(self, voters: list[Voter]) -> float:
        """Everybody's dots, each at its time, or when the one before it is answered. Returns how late the load was at
        most with what it could have sent."""
        start, behind = time.perf_counter(), 0.0
        plan = [(start + random.uniform(0, SECONDS), voter) for voter in voters for _ in range(DOTS)]
        plan.sort(key=lambda each: each[0], reverse=True)

        def go() -> bool:
            nonlocal behind
            while plan and plan[-1][0] <= time.perf_counter():
                due, voter = plan.pop()
                behind = max(behind, time.perf_counter() - due)
                voter.give(due)
            return not plan

        self.crowd.run(go, 120)
        if not self.crowd.run(lambda: not any(voter.waiting for voter in voters), 120):
            raise RuntimeError(f"{sum(voter.waiting for voter in voters)} ballots were never answered")
        return behind

    async def _lost(self, voters: list[Voter]) -> int:
        """Acknowledged dots that are not in the ballots. One that was refused may be there: it goes out again with the
        next, as on the page."""
        async with self.product.database.bare() as connection:
            kept: int = await connection.fetchval(KEPT)
        return max(0, sum(voter.acked for voter in voters) - kept)

    def _heard(self, text: bytes, now: float) -> None:
        self.frames += 1
        if self.sign.search(text):
            self.seen.append(now)

    def _enter(self, cookies: list[str]) -> list[Voter]:
        for phase in ("reveal", "vote"):
            lead(self.crowd, self.product, phase)
        page = read(self.crowd, self.product.room, cookies[0])
        path = re.search(r'action="(/rounds/[^"]+/ballot)"', page)
        if path is None:
            raise RuntimeError("no ballot on the page")
        ideas = re.findall(r'name="dots-([^"]+)"', page)
        return [Voter(Asker(self.crowd, cookie), path.group(1), ideas) for cookie in cookies]


def lead(crowd: Crowd, product: Product, phase: str) -> None:
    """Ada moves the meeting into a phase; returns when everything about it has been sent."""
    found = re.search(r'name="from" value="([^"]*)"', read(crowd, f"{product.room}/desk", product.ada.cookie))
    form = urlencode({"phase": phase, "from": found[1] if found else 0})
    status = ask(crowd, product.ada.cookie, "POST", f"{product.room}/phase", form)[0]
    if status >= 400:
        raise RuntimeError(f"phase {phase}: {status}")
    end = time.perf_counter() + 1.5
    crowd.run(lambda: time.perf_counter() > end)


def read(crowd: Crowd, path: str, cookie: str) -> str:
    """A page."""
    return ask(crowd, cookie, "GET", path)[1].decode()


def ask(crowd: Crowd, cookie: str, method: str, path: str, form: str = "") -> tuple[int, bytes]:
    """The status and the body of one answer."""
    got: list[tuple[int, bytes]] = []
    browser = Asker(crowd, cookie)
    browser.ask(method, path, form, lambda status, body, _: got.append((status, body)))
    crowd.run(lambda: bool(got))
    crowd.drop(browser)
    return got[0]
