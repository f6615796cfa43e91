"""The overview's numbers once more, idea by idea in plain Python, from the tables themselves.

What is overdue is asked of each board's progress page.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median_high, median_low
from typing import Any

from schemas.flow import statuses_that
from schemas.stages import Stage
from server.core.days import danish_day
from server.views.overview.months import twelve_months
from tests.support.databases import rows

ANSWERS, CARRIED_OUT = {"agreed", "trial", "on_hold", "declined"}, statuses_that(stage=Stage.DONE)
ASKS = {"review", "elsewhere"}
ON_THE_WAY = statuses_that(stage=Stage.WORK)
IDEAS = "SELECT * FROM idea WHERE shown_at IS NOT NULL AND hidden_at IS NULL"


ANSWERED = "SELECT person_id, idea_id FROM answer WHERE person_id IS NOT NULL AND referral_id IS NULL"
BEFORE = "SELECT before_id, idea_id FROM moment WHERE before_id IS NOT NULL"


@dataclass
class Recount:
    """What the page should say of some boards."""

    numbers: Counter[str] = field(default_factory=Counter)
    waits: list[int] = field(default_factory=list)
    answered: dict[date, list[int]] = field(default_factory=dict)
    done: dict[date, list[int]] = field(default_factory=dict)
    this_year: Counter[str] = field(default_factory=Counter)
    on_the_way: Counter[str] = field(default_factory=Counter)
    asked: dict[int, set[int]] = field(default_factory=dict)
    """The ideas that each leader was asked about, and of these the ones they sent on."""
    sent_on: dict[int, set[int]] = field(default_factory=dict)

    def middles(self, what: dict[date, list[int]], today: date) -> list[int | None]:
        """The middle of each of the last twelve months: the lower one of two."""
        return [median_low(what[first]) if first in what else None for first in twelve_months(today)]

    @property
    def middle(self) -> int | None:
        """How long at least half of those that wait have waited."""
        return median_high(self.waits) if self.waits else None


async def recount(url: str, boards: set[int], now: datetime) -> Recount:
    """Count everything anew."""
    found, today = Recount(), danish_day(now)
    lines: dict[int, list[Any]] = {}
    for line in await rows(url, "SELECT * FROM status_change ORDER BY id"):
        lines.setdefault(line["idea_id"], []).append(line)
    ideas = [idea for idea in await rows(url, IDEAS) if idea["board_id"] in boards]
    for idea in ideas:
        _one(found, idea, lines.get(idea["id"], []), today)
    seats = {seat["id"]: seat for seat in await rows(url, "SELECT * FROM seat WHERE person_id IS NOT NULL")}
    for idea in ideas:
        _sent_on(found, idea, lines.get(idea["id"], []), seats)
    for query in (ANSWERED, BEFORE):
        for leader, idea_id in await rows(url, query):
            if any(idea["id"] == idea_id for idea in ideas):
                found.asked.setdefault(leader, set()).add(idea_id)
    return found


def _sent_on(found: Recount, idea: Any, lines: list[Any], seats: dict[int, Any]) -> None:
    if idea["leader_id"] and any(line["status"] in ASKS for line in lines):
        found.asked.setdefault(idea["leader_id"], set()).add(idea["id"])
    for line in lines:
        seat = seats.get(line["seat_id"])
        if line["status"] == "elsewhere" and seat and seat["role"] == "leader":
            found.asked.setdefault(seat["person_id"], set()).add(idea["id"])
            found.sent_on.setdefault(seat["person_id"], set()).add(idea["id"])


def _one(found: Recount, idea: Any, lines: list[Any], today: date) -> None:
    status, proposed, statement = idea["status"], danish_day(idea["created_at"]), idea["statement"] or ""
    if status in ASKS:
        asked = idea["status_at"]
        for line in reversed(lines):
            if line["status"] not in ASKS:
                break
            asked = line["at"]
        found.numbers["waiting"] += 1
        found.waits.append((today - danish_day(asked)).days)
    if status in ON_THE_WAY:
        found.numbers["on_the_way"] += 1
        found.on_the_way[statement] += 1
    answers = [line["at"] for line in lines if line["status"] in ANSWERS]
    if answers:
        day, asked = danish_day(min(answers)), [line["at"] for line in lines if line["status"] in ASKS]
        first = danish_day(min(asked)) if asked else proposed
        found.answered.setdefault(day.replace(day=1), []).append((day - first).days)
    if status in CARRIED_OUT:
        _carried(found, lines, proposed, statement, today)
    if status == "evaluated":
        found.numbers[[line["effect"] for line in lines if line["effect"]][-1]] += 1


def _carried(found: Recount, lines: list[Any], proposed: date, statement: str, today: date) -> None:
    found.numbers["done"] += 1
    found.numbers["confirmed"] += any(line["status"] == "confirmed" for line in lines)
    done = [line["at"] for line in lines if line["status"] == "done"]
    if done:
        day = danish_day(max(done))
        found.done.setdefault(day.replace(day=1), []).append((day - proposed).days)
        found.this_year[statement] += day.year == today.year
