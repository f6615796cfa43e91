"""Open pages read a thousand times a second by strangers, beside a live meeting on the same core: how much later its
people see what happens than while nobody reads."""

import itertools
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.fanout import SIGN, Tally, paced
from bench.figures import Table, cpu, in_ms, ms, part, waited
from bench.lines import Asker, Crowd
from bench.product import Product
from bench.readers import Readers
from bench.storm import lead
from tests.views.public.opened import Opened

RATE = 1000
IDEAS = 60
READ = 20
"""Ideas whose pages are read as often as the board's."""
SECONDS = 5
A_SECOND = 4
"""Changes of the meeting: few enough that each is told by itself, and is not late because it waited for the next."""
TEXT = "Sluk lyset på gangen kl. 22, og tal sammen i vagtstuen. " * 3


@dataclass
class Side:
    """The rounds with readers, or those without."""

    late: list[float] = field(default_factory=list)
    cpu: float = 0.0
    waited: float = 0.0
    seconds: float = 0.0

    def p(self, share: float) -> float:
        """The lateness that so many frames do not exceed."""
        return part(self.late, share)


class Meeting:
    """A live meeting: Ada's timer and the members' comments, at an even pace, to all who follow the room."""

    def __init__(self, product: Product, ideas: list[str], members: list[str]) -> None:
        self.product, self.crowd, self.tally = product, Crowd(product.port), Tally(SIGN)
        lead(self.crowd, product, "discuss")
        self._askers = [Asker(self.crowd, cookie) for cookie in members[:IDEAS]]
        self._ada = Asker(self.crowd, product.ada.cookie)
        self._forms = self._all(ideas)

    def listen(self, stream: str, cookies: list[str]) -> None:
        """All of them follow the room."""
        self.crowd.listen(stream, cookies, self.tally.heard)

    def change(self) -> None:
        """One change; nobody waits for its answer."""
        asker, path, form = next(self._forms)
        asker.ask("POST", path, urlencode(form), _taken)

    def _all(self, ideas: list[str]) -> Iterator[tuple[Asker, str, dict[str, object]]]:
        for number in itertools.count():
            if number % 5:
                yield self._ada, f"{self.product.room}/timer", {"do": "start", "minutes": 1 + number % 50}
            else:
                idea, member = ideas[number % len(ideas)], self._askers[number // 5 % len(self._askers)]
                key = secrets.token_hex(16)
                yield member, f"/ideas/{idea}/comments", {"key": key, "text": "Det gjaldt også hos os.", "from": "room"}


def _taken(status: int, body: bytes, _: float) -> None:
    if status >= 400:
        raise RuntimeError(f"refused: {status} {body[:300]!r}")


def measure(product: Product, table: Table, opened: Opened, meeting: Meeting, rounds: int) -> None:
    """Rounds without readers and with them in turn, so that whatever else the machine does falls on both."""
    paths = [opened.path, *(f"{opened.path}/{number}" for number in range(1, READ + 1))]
    readers, pids = Readers(product.port, RATE, paths), product.pids
    for _ in range(2):  # everything is drawn and compiled, on both sides
        _round(Side(), meeting, pids, readers.begin)
        readers.done()
    sides, told, pairs = (Side(), Side()), list[dict[str, Any]](), list[float]()
    for number in range(rounds):
        each = Side(), Side()
        for beside in (False, True) if number % 2 else (True, False):
            _round(each[beside], meeting, pids, readers.begin if beside else None)
            if beside:
                told.append(readers.done())
        for side, one in zip(sides, each, strict=True):
            _add(side, one)
        pairs.append(each[True].p(0.99) / each[False].p(0.99))
    readers.end()
    _say(table, sides, told, part(pairs, 0.5))


def _round(side: Side, meeting: Meeting, pids: list[int], begin: Callable[[float], None] | None) -> None:
    spent, waits = cpu(pids), waited(pids)
    if begin is not None:
        begin(SECONDS)
    side.late += paced(meeting.crowd, meeting.tally, meeting.change, SECONDS, A_SECOND)
    side.cpu, side.waited, side.seconds = cpu(pids) - spent, waited(pids) - waits, SECONDS


def _add(side: Side, one: Side) -> None:
    side.late += one.late
    side.cpu, side.waited, side.seconds = side.cpu + one.cpu, side.waited + one.waited, side.seconds + one.seconds


def _say(table: Table, sides: tuple[Side, Side], told: list[dict[str, Any]], pair: float) -> None:
    alone, beside = sides
    answers = sum(each["answers"] for each in told)
    statuses = sum((Counter(each["statuses"]) for each in told), Counter[str]())
    each_cost = (beside.cpu - alone.cpu) / answers
    moved = {share: beside.p(share) / alone.p(share) for share in (0.5, 0.9, 0.99)}
    table.add(
        f"open pages {RATE} times a second: {answers} answers in {beside.seconds:.0f} s",
        f"{min(each['a_second'] for each in told)} a second in the slowest round; {dict(statuses)}; "
        f"{told[0]['bytes'] / 1000:.1f} kB each, compressed; p50 {told[-1]['p50_ms']:.1f} ms, p99 "
        f"{part([each['p99_ms'] for each in told], 0.5):.1f} ms in the median round; {each_cost * 1e6:.0f} µs of CPU "
        f"each; the readers were {max(each['behind_ms'] for each in told):.0f} ms late at most and took "
        f"{max(each['of_a_core'] for each in told) * 100:.0f} % of the other core",
        "1,000 a second",
    )
    table.add(
        f"… and a meeting beside it, {A_SECOND} changes a second, {len(alone.late)} and {len(beside.late)} frames",
        f"from the click to the screens: p50 {ms(alone.p(0.5))} alone, {ms(beside.p(0.5))} beside it "
        f"({moved[0.5]:.2f} ×); p90 {moved[0.9]:.2f} ×; p99 {ms(alone.p(0.99))} and {ms(beside.p(0.99))} "
        f"({moved[0.99]:.2f} ×; {pair:.2f} × in the median pair of rounds); the server used "
        f"{100 * alone.cpu / alone.seconds:.0f} and {100 * beside.cpu / beside.seconds:.0f} % of its core, and waited "
        f"{100 * alone.waited / alone.seconds:.0f} and {100 * beside.waited / beside.seconds:.0f} % for others on it",
        "p99 ≤ 1.20 ×",
    )
    table.note(
        "open",
        read=answers,
        a_second=min(each["a_second"] for each in told),
        us_per_answer=round(each_cost * 1e6, 1),
        p99_alone_ms=in_ms(alone.p(0.99)),
        p99_beside_ms=in_ms(beside.p(0.99)),
        ratio=round(moved[0.99], 3),
        ratio_of_median_pair=round(pair, 3),
    )
