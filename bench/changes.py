"""Each kind of change: what one costs the server, and when the last of the members sees it."""

import itertools
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

from bench.fanout import SIGN, Series, Tally, series
from bench.figures import Table, in_ms, ms, part
from bench.lines import Asker, Crowd, Listener
from bench.product import Product
from bench.storm import ask, lead, read
from server.core import clock

Form = tuple[str, dict[str, object]]
"""The address of a form, and what is in it."""


WARM = 3
"""Changes before those that count."""


class Changes:
    """One after another on one board, with more and more members who follow the room."""

    def __init__(self, product: Product, table: Table, cookies: list[str], ideas: list[str], leo: str) -> None:
        self.product, self.table, self.cookies, self.ideas, self.leo = product, table, cookies, ideas, leo
        self.crowd, self.tally = Crowd(product.port), Tally(SIGN)
        self.lines: list[Listener] = []
        self.room = product.room
        self.grouped, self.asked, self.waiting = iter(ideas[1:]), iter(ideas), list[str]()

    def measure(self, stream: str, sizes: list[int], rounds: int) -> None:
        """Add a line for each kind and size. The phases go forward and begin again."""
        for members in sizes:
            self.lines += self.crowd.listen(stream, self.cookies[len(self.lines) : members], self.tally.heard)
            for kind, (phase, who, forms) in self._kinds().items():
                if phase:
                    lead(self.crowd, self.product, phase)
                if kind == "answer":
                    self._send_to_leo(rounds + WARM)
                self._add(kind, members, self._made(who, forms(), rounds))
        self.crowd.close()

    def _made(self, who: str, forms: Iterator[Form], rounds: int) -> Series:
        asker = Asker(self.crowd, who)

        def answered(status: int, body: bytes, _: float) -> None:
            if status >= 400:
                raise RuntimeError(f"refused: {status} {body[:300]!r}")

        def publish() -> None:
            path, form = next(forms)
            asker.ask("POST", path, urlencode(form), answered)

        members, pids = len(self.lines), self.product.pids
        for times in (WARM, rounds):
            made = series(self.crowd, self.tally, members, pids, publish, times, 0.15)
        self.crowd.drop(asker)
        return made

    def _add(self, kind: str, members: int, made: Series) -> None:
        last = in_ms(part(made.late, 0.5)), in_ms(part(made.late, 0.99))
        figure = f"{ms(made.cost)} of CPU; p50 {last[0]:.0f} ms, p99 {last[1]:.0f} ms; lost {made.lost}"
        goal = {"idea": "≤ 12 ms of CPU at 100", "timer": "≤ 8 ms of CPU at 100"}.get(kind, "")
        self.table.add(f"{kind}, {members} members", figure, goal)
        told = {"kind": kind, "members": members, "cpu_ms": in_ms(made.cost), "p50_ms": last[0], "p99_ms": last[1]}
        self.table.note("change", **told, lost=made.lost)

    def _kinds(self) -> dict[str, tuple[str, str, Callable[[], Iterator[Form]]]]:
        """By kind: the phase to go to first, who makes the change, and the forms one after another."""
        ada, member = self.product.ada.cookie, self.cookies[-len(self.lines)]  # nobody has more ideas than one may
        return {
            "idea": ("propose", member, self._ideas),
            "timer": ("", ada, self._timer),
            "phase": ("reveal", ada, self._phases),
            "group": ("group", ada, self._groups),
            "focus": ("discuss", ada, self._focus),
            "comment": ("", member, self._comments),
            "answer": ("", self.leo, self._answers),
        }

    def _ideas(self) -> Iterator[Form]:
        for number in itertools.count():
            key = secrets.token_hex(16)
            yield f"{self.room}/ideas", {"key": key, "title": f"Ro om natten {number}", "text": "Sluk lyset kl. 22."}

    def _timer(self) -> Iterator[Form]:
        for number in itertools.count():
            yield f"{self.room}/timer", {"do": "start", "minutes": 1 + number % 50}

    def _phases(self) -> Iterator[Form]:
        desk = read(self.crowd, f"{self.room}/desk", self.product.ada.cookie)
        found = re.search(r'name="from" value="(\d+)"', desk)
        for number in itertools.count(int(found[1]) if found else 0):
            yield f"{self.room}/phase", {"from": number, "phase": ("group", "reveal")[number % 2]}

    def _groups(self) -> Iterator[Form]:
        for idea in self.grouped:
            yield f"/ideas/{idea}/group", {"to": f"with:{self.ideas[0]}", "from": ""}

    def _focus(self) -> Iterator[Form]:
        for idea in itertools.cycle(self.ideas):
            yield f"{self.room}/focus", {"about": idea}

    def _comments(self) -> Iterator[Form]:
        for idea in itertools.cycle(self.ideas):
            key = secrets.token_hex(16)
            yield f"/ideas/{idea}/comments", {"key": key, "text": "Det gjaldt også hos os.", "from": "room"}

    def _answers(self) -> Iterator[Form]:
        step = {"step": "Find en dag", "person": "Natholdet", "step_date": _soon()}
        for idea in self.waiting:
            yield f"/ideas/{idea}/answer", {"status": "agreed", "text": "Ja.", "owner": "Leo Bach", **step}

    def _send_to_leo(self, count: int) -> None:
        """Give so many ideas to the leader, who then answers them one after another."""
        self.waiting = list(itertools.islice(self.asked, count))
        form = urlencode({"leader": self.product.cast.people["Leo"].mail, "answer_by": _soon()})
        for idea in self.waiting:
            status, body = ask(self.crowd, self.product.ada.cookie, "POST", f"/ideas/{idea}/review", form)
            if status >= 400:
                raise RuntimeError(f"refused: {status} {body[:300]!r}")


def _soon() -> str:
    return (clock.now() + timedelta(days=30)).date().isoformat()
